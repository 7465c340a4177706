import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes. `zipped` is what counts: Lambda fetches it at each cold start. */
export interface PackageSize {
  bundle: number;
  codeCache: number;
  zipped: number;
}

const RECORD = join(import.meta.dirname, '../package-size.json');
export const MAX_ZIPPED = 2.5 * 1024 * 1024;
/** How far the package may grow before the growth has to be recorded, and so be seen in a review. */
const STEP = 0.02;

/**
 * Compares a package with the recorded one.
 * @returns what is wrong with it: larger than allowed at all, or grown by more than 2 % without being recorded
 */
export function judgeSize(size: PackageSize, recorded: PackageSize): string | undefined {
  if (size.zipped > MAX_ZIPPED) {
    return `The package has ${size.zipped} bytes zipped; ${MAX_ZIPPED} are allowed`;
  }
  if (size.zipped > recorded.zipped * (1 + STEP)) {
    return (
      `The package grew from ${recorded.zipped} to ${size.zipped} bytes zipped. Look at build/lambda-debug/contents.txt; ` +
      'if the growth is wanted, run npm run build:lambda -- --record and commit tools/lambda/package-size.json'
    );
  }
  return undefined;
}

export function recordedSize(): PackageSize {
  return JSON.parse(readFileSync(RECORD, 'utf8')) as PackageSize;
}

export function recordSize(size: PackageSize): void {
  writeFileSync(RECORD, `${JSON.stringify(size, null, 2)}\n`);
}
