import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync, type Zippable } from 'fflate';

/** DOS time has no zone and begins in 1980; any fixed moment does. */
const MODIFIED = new Date(2000, 0, 1);

/** Packs files of a folder so that the same contents always give the same bytes. @returns the size in bytes */
export function zipFiles(folder: string, names: string[], outfile: string): number {
  const entries: Zippable = Object.fromEntries(
    names
      .toSorted()
      .map((name) => [
        name,
        [
          readFileSync(join(folder, name)),
          { level: 9, mtime: MODIFIED, os: 3, attrs: mode(join(folder, name)) << 16 },
        ],
      ]),
  );
  const zip = zipSync(entries);
  writeFileSync(outfile, zip);
  return zip.length;
}

/** Readable by the user that Lambda runs the function as, whatever the builder's umask is. */
function mode(path: string): number {
  return statSync(path).mode & 0o100 ? 0o755 : 0o644;
}
