import type { Flow } from './faults/flow.js';
import { forEachFlow } from './faults/for-each-flow.js';
import type { FaultScene } from './faults/fault-scene.js';
import { LATER, recover, run } from './faults/recovery.js';

interface Tally {
  flow: string;
  boundaries: number;
  kills: number;
  violations: number;
}

/**
 * A real process is killed by SIGKILL at every boundary of each flow. The boundaries are recorded from a run without a
 * fault, so a step that is new is found by itself.
 */
describe('the crash matrix', () => {
  const tallies: Tally[] = [];
  afterAll(() => {
    const total = (key: 'boundaries' | 'kills' | 'violations') =>
      tallies.reduce((sum, tally) => sum + tally[key], 0);
    console.table([
      ...tallies,
      {
        flow: 'in all',
        boundaries: total('boundaries'),
        kills: total('kills'),
        violations: total('violations'),
      },
    ]);
  });

  forEachFlow(
    'whenever the process dies, one sweep and the client’s repeat finish the work once',
    async (scene, flow) => {
      const boundaries = await record(scene, flow);
      const tally = { flow: flow.name, boundaries: boundaries.length, kills: 0, violations: 0 };
      tallies.push(tally);
      const failures: string[] = [];
      for (const [index, boundary] of boundaries.entries()) {
        const found = await survive(scene, flow, index + 1);
        if (found.wasKilled) tally.kills++;
        failures.push(...found.violations.map((violation) => `killed ${boundary}: ${violation}`));
      }
      tally.violations = failures.length;
      expect(failures).toEqual([]);
      expect(tally.kills).toBe(tally.boundaries);
      expect(tally.boundaries).toBeGreaterThan(0);
    },
  );
});

/** Runs a flow without a fault, and answers the boundaries that it passed. */
async function record(scene: FaultScene, flow: Flow): Promise<string[]> {
  const act = await flow.prepare(scene);
  await scene.process.arm({ kind: 'record' });
  await run(scene, act);
  const boundaries = await scene.process.boundaries();
  await scene.process.arm({ kind: 'none' });
  expect(await recover(scene, act)).toEqual([]);
  return boundaries ?? [];
}

/** Runs a flow in which the process dies at a boundary; answers what is broken after the recovery. */
async function survive(
  scene: FaultScene,
  flow: Flow,
  at: number,
): Promise<{ wasKilled: boolean; violations: string[] }> {
  const act = await flow.prepare(scene);
  await scene.process.arm({ kind: 'kill', at });
  await Promise.race([run(scene, act).catch(() => undefined), scene.process.ended]);
  const wasKilled = (await scene.process.boundaries()) === null;
  await scene.renew(LATER);
  return { wasKilled, violations: await recover(scene, act) };
}
