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
    const tally = { flow: flow.name, writes: 0, lost: 0, violations: 0 };
    tallies.push(tally);
    const failures: string[] = [];
    let isThere = true;
    // Until a run has no such write any more.
    for (let at = 1; isThere; at++) {
      for (const times of [1, 2] as const) {
        const { wasLost, violations } = await lose(scene, flow, at, times);
        isThere &&= wasLost;
        if (wasLost) tally.lost++;
        failures.push(...violations.map((violation) => `write ${at}, ${times} replies lost: ${violation}`));
      }
      if (isThere) tally.writes = at;
    }
    tally.violations = failures.length;
    expect(failures).toEqual([]);
    expect(tally.writes).toBeGreaterThan(0);
  });
});

/** Runs a flow in which the reply of one write is lost; the process lives on, and answers what is broken in the end. */
async function lose(
  scene: FaultScene,
  flow: Flow,
  at: number,
  times: 1 | 2,
): Promise<{ wasLost: boolean; violations: string[] }> {
  const act = await flow.prepare(scene);
  await scene.process.arm({ kind: 'lose', at, times });
  await run(scene, act);
  const passed = (await scene.process.boundaries()) ?? [];
  await scene.process.arm({ kind: 'none' });
  await scene.pass(LATER);
  const wasLost = passed.filter(isWrite).length > at;
  return { wasLost, violations: await recover(scene, act) };
}

/** Begins a write; the driver's second try begins it once more. */
function isWrite(boundary: string): boolean {
  return /^before \w+\.\w+$/.test(boundary);
}
