import { runSeed } from '../stress/model/run-seed.js';

const COMMANDS = 100;
const MINUTE_MS = 60_000;

/** The long run is test/stress/model-run.stress-spec.ts. */
describe('the shop beside its model', () => {
  it.each([
    ['cards pay at once', 2],
    ['cards are authorised and captured', 1],
  ])(
    'comes to what the model comes to, whatever happens at the same time, when %s',
    async (_, seed) => {
      const { commands } = await runSeed(seed, COMMANDS);

      expect(commands).toBeGreaterThanOrEqual(COMMANDS);
    },
    4 * MINUTE_MS,
  );
});
