import type { FaultScene } from './faults/fault-scene.js';
import type { Flow } from './faults/flow.js';
import { forEachFlow } from './faults/for-each-flow.js';
import { LATER, recover, run } from './faults/recovery.js';

interface Tally {
  flow: string;
  writes: number;
  lost: number;
  violations: number;
}

/**
 * The database does a write and its reply is lost, by mongod's own fail points: once, so that the driver's second try is
 * told what the first has done, and twice, so that the application never learns it.
 */
describe('lost acknowledgements', () => {
  const tallies: Tally[] = [];
  afterAll(() => console.table(tallies));

  forEachFlow('whichever reply of the database is lost, the effect is there once', async (scene, flow) => {
    const writes = await countWrites(scene, flow);
    const tally = { flow: flow.name, writes, lost: 0, violations: 0 };
    tallies.push(tally);
    const failures: string[] = [];
    for (let at = 1; at <= writes; at++) {
      for (const times of [1, 2] as const) {
        const violations = await lose(scene, flow, at, times);
        tally.lost++;
        failures.push(...violations.map((violation) => `write ${at}, ${times} replies lost: ${violation}`));
      }
    }
    tally.violations = failures.length;
    expect(failures).toEqual([]);
    expect(writes).toBeGreaterThan(0);
  });
});

async function countWrites(scene: FaultScene, flow: Flow): Promise<number> {
  const act = await flow.prepare(scene);
  await scene.process.arm({ kind: 'record' });
  await run(scene, act);
  const boundaries = (await scene.process.boundaries()) ?? [];
  await scene.process.arm({ kind: 'none' });
  return boundaries.filter((boundary) => /^before \w+\.\w+$/.test(boundary)).length;
}

/** Runs a flow in which the reply of one write is lost; the process lives on, and answers what is broken in the end. */
async function lose(scene: FaultScene, flow: Flow, at: number, times: 1 | 2): Promise<string[]> {
  const act = await flow.prepare(scene);
  await scene.process.arm({ kind: 'lose', at, times });
  await run(scene, act);
  const passed = (await scene.process.boundaries()) ?? [];
  await scene.process.arm({ kind: 'none' });
  await scene.pass(LATER);
  const wasRetried = passed.filter((boundary) => boundary.startsWith('before')).length > at;
  return [...(wasRetried ? [] : ['no reply was lost']), ...(await recover(scene, act))];
}
