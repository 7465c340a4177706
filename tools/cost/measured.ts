import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Measured } from './traffic.ts';

const RESULTS = join(import.meta.dirname, '../../bench/results.json');

interface BenchLine {
  what: string;
  details?: Record<string, number>;
}

type BenchResults = Record<string, { measuredAt: string; lines: BenchLine[] } | undefined>;

/** On Lambda the database is a network away, which the bench's is not; a request is billed for waiting, too. */
const DATABASE_ROUND_TRIPS_MS = 10;

/** Durations out of the last `npm run bench`: product reads of a young container, as most containers of a small shop are. */
export async function measuredDurations(): Promise<Measured & { source: string }> {
  const results = JSON.parse(await readFile(RESULTS, 'utf8')) as BenchResults;
  const cold = sectionOf(results, 'cold-start');
  const sizes = sectionOf(results, 'memory-sizes');
  const init = cold.lines.find(({ what }) => what === 'this, with cache')?.details?.['init'];
  if (init === undefined) throw new Error('bench/results.json has no cold start with cache');
  return {
    billedMsBySize: new Map(
      sizes.lines.map(({ what, details }) => [Number.parseInt(what, 10), details?.['billed'] ?? NaN]),
    ),
    waitMs: DATABASE_ROUND_TRIPS_MS,
    initMs: init,
    answerBytes: 8_000,
    logBytesPerRequest: 900,
    source: `bench of ${sizes.measuredAt.slice(0, 10)}, plus ${DATABASE_ROUND_TRIPS_MS} ms for a database on the network`,
  };
}

function sectionOf(results: BenchResults, name: string) {
  const section = results[name];
  if (section === undefined) {
    throw new Error(`bench/results.json has no section ${name}; run npm run bench -- ${name} first`);
  }
  return section;
}
