import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Result } from './section.ts';
import { SECTIONS } from './sections/index.ts';

/**
 * `npm run bench [-- section …] [--runs 20]`: measures against the goals of the design, as ratios between programs that
 * run in turns on this machine, prints a table beside the last results and keeps it in bench/results.json. Sections that did not run keep
 * their last results there.
 */
const { values: options, positionals } = parseArgs({
  options: { runs: { type: 'string', default: '20' } },
  allowPositionals: true,
});
const OUTPUT = join(import.meta.dirname, '../../bench/results.json');

const unknown = positionals.filter((name) => !SECTIONS.some((section) => section.name === name));
if (unknown.length > 0) {
  console.error(`No section ${unknown.join(', ')}; there are ${SECTIONS.map(({ name }) => name).join(', ')}`);
  process.exit(1);
}

const chosen = SECTIONS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const results = await lastResults();
for (const section of chosen) {
  console.log(`\n${section.title}`);
  const lines = await section.run({ runs: Number(options.runs), log: (text) => console.log(`  ${text}`) });
  const last = results[section.name]?.lines;
  console.table(
    Object.fromEntries(lines.map((line) => [line.what, { ...toRow(line), last: lastOf(line, last) }])),
  );
  results[section.name] = {
    title: section.title,
    measuredAt: new Date().toISOString(),
    machine: machine(),
    lines,
  };
}
await mkdir(dirname(OUTPUT), { recursive: true });
await writeFile(OUTPUT, `${JSON.stringify(results, null, 2)}\n`);

interface SectionResults {
  title: string;
  measuredAt: string;
  machine: string;
  lines: Result[];
}

async function lastResults(): Promise<Record<string, SectionResults>> {
  const text = await readFile(OUTPUT, 'utf8').catch(() => '{}');
  return JSON.parse(text) as Record<string, SectionResults>;
}

/** With the load, since on a machine that does other work every figure is larger and only ratios tell something. */
function machine(): string {
  const [first] = cpus();
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[1]!.toFixed(1);
  return `${cpus().length} × ${first?.model ?? 'unknown'}, ${memoryGb} GB, Node ${process.version}, load of 5 minutes ${load}`;
}

/** What the kept results say of the same line: its ratio if it has one, otherwise its value. */
function lastOf({ what }: Result, last: Result[] | undefined): string {
  const line = last?.find((one) => one.what === what);
  if (line === undefined) return '';
  return line.ratio === undefined ? `${round(line.value)} ${line.unit}` : `${line.ratio.toFixed(2)}×`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function toRow({ value, unit, details = {}, ratio, goal, reached }: Result): Record<string, string | number> {
  const rounded = Object.entries(details).map(([name, detail]) => [name, round(detail)]);
  return {
    [unit]: round(value),
    ...(Object.fromEntries(rounded) as Record<string, number>),
    ratio: ratio === undefined ? '' : `${ratio.toFixed(2)}×`,
    goal: goal ?? '',
    reached: reached === undefined ? '' : reached ? 'yes' : 'NO',
  };
}
