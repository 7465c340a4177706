import { TRANSITIONS } from '../../src/modules/orders/domain/order-lifecycle.js';
import { edgeOf, runSeed, type Tally } from './model/run-seed.js';

const SEEDS = 20;
const COMMANDS = 500;
const MINUTES_MS = 60_000;

/** MODEL_SEED runs one seed alone. */
const given = process.env['MODEL_SEED'];
const seeds = given === undefined ? Array.from({ length: SEEDS }, (_, index) => index + 1) : [Number(given)];

/** All edges of the published graphs. */
const published = Object.entries(TRANSITIONS).flatMap(([field, graph]) =>
  Object.entries(graph).flatMap(([from, targets]) => targets.map((to: string) => edgeOf(field, from, to))),
);

/** One seed alone takes some of them. */
const mustBeTaken = given === undefined ? published : [];

describe('the shop beside its model', () => {
  const tallies: Tally[] = [];
  afterAll(() => {
    console.table(tallies.map(({ edges, ...tally }) => ({ ...tally, edges: edges.size })));
    console.table(totalOf(tallies));
  });

  it(
    'comes to what the model comes to, whatever happens at the same time, and takes every published edge',
    async () => {
      for (const seed of seeds) tallies.push(await runSeed(seed, COMMANDS));

      expect(totalOf(tallies).commands).toBeGreaterThanOrEqual(seeds.length * COMMANDS);
      const taken = new Set(tallies.flatMap(({ edges }) => [...edges]));
      expect(published).toEqual(expect.arrayContaining([...taken]));
      expect(mustBeTaken.filter((edge) => !taken.has(edge))).toEqual([]);
    },
    seeds.length * 4 * MINUTES_MS,
  );
});

function totalOf(tallies: Tally[]) {
  const sum = (key: 'commands' | 'batches' | 'parallel' | 'refused' | 'orders' | 'seconds') =>
    tallies.reduce((total, tally) => total + tally[key], 0);
  return {
    seeds: tallies.length,
    commands: sum('commands'),
    batches: sum('batches'),
    parallel: sum('parallel'),
    refused: sum('refused'),
    orders: sum('orders'),
    edges: new Set(tallies.flatMap(({ edges }) => [...edges])).size,
    published: published.length,
    seconds: Math.round(sum('seconds')),
  };
}
