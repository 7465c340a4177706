import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATORS } from '../aggregation/operators.ts';
import { COMMANDS } from '../commands/index.ts';
import { EXPRESSION_CASES } from './cases/expression-cases.ts';
import { QUERY_CASES } from './cases/query-cases.ts';
import { REFUSAL_CASES } from './cases/refusal-cases.ts';
import { STAGE_CASES } from './cases/stage-cases.ts';
import { UPDATE_CASES } from './cases/update-cases.ts';
import { operatorsIn } from './support.ts';

const README = readFileSync(join(process.cwd(), 'tools/local-mongo/README.md'), 'utf8');

/** The names in the table under a heading, of the rows that begin with one of the labels. */
function named(heading: string, ...labels: string[]): string[] {
  const section = README.split(`### ${heading}\n`)[1]!.split('\n#')[0]!;
  const rows = section
    .split('\n')
    .filter((row) => labels.length === 0 || labels.includes(row.split('|')[1]?.trim() ?? ''));
  return [
    ...new Set(rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map((match) => match[1]!))),
  ].toSorted();
}

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].toSorted();

describe('the table of what is supported', () => {
  it('names the commands that there are', () => {
    const aliases = ['ismaster', 'buildinfo'];
    expect(named('Commands')).toEqual(sorted([...COMMANDS.keys()].filter((name) => !aliases.includes(name))));
  });

  it('names the query operators that the cases use', () => {
    const used = QUERY_CASES.flatMap(([query]) => [...operatorsIn(query)]);
    const fromRegExp = ['$regex'];
    expect(named('Queries')).toEqual(sorted([...used, ...fromRegExp]));
  });

  it('names the update operators that the cases use', () => {
    const modifiers = UPDATE_CASES.filter(({ update }) => !Array.isArray(update));
    // What stands inside of $pull is a query.
    const used = modifiers.flatMap(({ update }) =>
      '$pull' in update ? ['$pull'] : [...operatorsIn(update)],
    );
    expect(named('Updates', 'fields', 'numbers', 'arrays')).toEqual(sorted(used));
  });

  it('names the stages and accumulators that the cases use', () => {
    const stages = STAGE_CASES.flatMap(([, pipeline]) => pipeline.flatMap((stage) => Object.keys(stage)));
    expect(named('Aggregation', 'stages')).toEqual(sorted(stages));
    const groups = STAGE_CASES.flatMap(([, pipeline]) =>
      pipeline.flatMap((stage) => Object.entries(stage['$group'] ?? {})),
    );
    const accumulators = groups
      .filter(([name]) => name !== '_id')
      .flatMap(([, spec]) => Object.keys(spec as object));
    expect(named('Aggregation', 'accumulators')).toEqual(sorted(accumulators));
  });

  it('names the expressions that there are, and each has a case', () => {
    const table = named('Aggregation', 'logic', 'numbers', 'arrays and objects');
    const known = sorted(Object.keys(OPERATORS));
    expect(table).toEqual(known);
    const used = new Set(EXPRESSION_CASES.flatMap(([expression]) => [...operatorsIn(expression)]));
    expect(known.filter((name) => !used.has(name))).toEqual([]);
  });

  it('does not name what is refused', () => {
    const supported = new Set([
      ...named('Commands'),
      ...named('Queries'),
      ...named('Updates'),
      ...named('Aggregation'),
    ]);
    expect(REFUSAL_CASES.map(([name]) => name).filter((name) => supported.has(name))).toEqual([]);
  });
});
