import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Result, Section } from '../section.ts';

const BENCH = join(import.meta.dirname, '../../local-mongo/bench.ts');

/** By what was measured, the figures by their units; the first one is the one that counts. */
type Rows = Record<string, Record<string, number>>;

/** The development database, by its own bench. */
export const localMongo: Section = {
  name: 'local-mongo',
  title: 'The local MongoDB, with 100,000 products',
  async run() {
    const { stdout } = await promisify(execFile)(process.execPath, [BENCH, '--json']);
    return Object.entries(JSON.parse(stdout) as Rows).map(([what, figures]) => toResult(what, figures));
  },
};

function toResult(what: string, figures: Record<string, number>): Result {
  const [[unit, value] = ['', Number.NaN], ...others] = Object.entries(figures);
  return { what, value, unit, ...(others.length > 0 && { details: Object.fromEntries(others) }) };
}
