import type { FaultScene } from './fault-scene.js';
import type { Act } from './flow.js';

/** Longer than every lease, and by then the provider has been asked. */
export const LATER = { minutes: 5 };
/** What one task of the sweeper makes for another may wait for the next sweep. */
const NEXT_SWEEP_MS = 60_000;
/** By then a refund has been asked for again. */
const MUCH_LATER = { minutes: 11 };

export async function run({ shop, process }: FaultScene, { request }: Act): Promise<void> {
  if (request === undefined) return process.sweep();
  await request(shop);
}

/** One sweep, the client's repeats, and the look at what has become of it: everything that is broken. */
export async function recover(scene: FaultScene, act: Act): Promise<string[]> {
  await scene.process.sweep();
  const afterSweep = await scene.violations(NEXT_SWEEP_MS);
  const wrong = await repeat(scene, act);
  if (act.returnsMoney) {
    await scene.pass(MUCH_LATER);
    await scene.process.sweep();
  }
  await act.verify(scene).catch((error: unknown) => wrong.push(String(error)));
  await scene.process.sweep();
  return [...afterSweep, ...wrong, ...(await scene.violations())];
}

async function repeat(
  { shop }: FaultScene,
  { request, alsoAnswered = [], isIdempotent }: Act,
): Promise<string[]> {
  if (request === undefined) return [];
  const answers = [await request(shop), await request(shop)] as const;
  const wrong = answers
    .filter(({ status }) => status >= 300 && !alsoAnswered.includes(status))
    .map(({ text }) => `the repeat was answered with ${text}`);
  const isSame = answers[0].text === answers[1].text;
  return isIdempotent && !isSame ? [...wrong, 'two repeats were answered differently'] : wrong;
}
