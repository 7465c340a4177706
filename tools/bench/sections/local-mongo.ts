import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Result, Section } from '../section.ts';

const BENCH = join(import.meta.dirname, '../../local-mongo/bench.ts');

/** The development database, by its own bench. */
export const localMongo: Section = {
  name: 'local-mongo',
  title: 'The local MongoDB, with 1,000 and with 100,000 products',
  async run() {
    const { stdout } = await promisify(execFile)(process.execPath, [BENCH, '--json']);
    return JSON.parse(stdout) as Result[];
  },
};
