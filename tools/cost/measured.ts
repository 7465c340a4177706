import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Measured } from './traffic.ts';

const RESULTS = join(import.meta.dirname, '../../bench/results.json');

interface BenchLine {
  what: string;
  value: number;
  details?: Record<string, number>;
}

type BenchResults = Record<string, { measuredAt: string; lines: BenchLine[] } | undefined>;

/**
 * Durations out of the last `npm run bench`. A request is billed for its time on the wall, of which the processor part
 * stretches with a smaller share; on Lambda the database is a network away, which the bench's is not.
 */
const DATABASE_ROUND_TRIPS_MS = 10;

export async function measuredDurations(): Promise<Measured & { source: string }> {
  const results = JSON.parse(await readFile(RESULTS, 'utf8')) as BenchResults;
  const cold = find(results, 'cold-start');
  const warm = find(results, 'warm-read');
  return {
    requestCpuMs: warm.line.value,
    waitMs: DATABASE_ROUND_TRIPS_MS,
    initMs: cold.line.details?.['init'] ?? cold.line.value,
    answerBytes: 8_000,
    logBytesPerRequest: 900,
    source: `bench of ${warm.measuredAt.slice(0, 10)}, plus ${DATABASE_ROUND_TRIPS_MS} ms for a database on the network`,
  };
}

function find(results: BenchResults, section: string): { line: BenchLine; measuredAt: string } {
  const found = results[section];
  const line = found?.lines.find(({ what }) => what === 'this, with cache');
  if (found === undefined || line === undefined) {
    throw new Error(`bench/results.json has no section ${section}; run npm run bench first`);
  }
  return { line, measuredAt: found.measuredAt };
}
