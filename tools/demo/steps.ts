/** A step of the demonstration: it does something, checks what came of it, and tells it in a few words. */
export interface Step<Context> {
  name: string;
  /** @throws {Error} when the step does not hold */
  run(context: Context): Promise<string>;
}

/** Runs the steps one after the other with a line each. @returns false after the first that does not hold */
export async function runSteps<Context>(
  steps: Step<Context>[],
  context: Context,
  print: (line: string) => void,
): Promise<boolean> {
  for (const [index, step] of steps.entries()) {
    const label = `${String(index + 1).padStart(2)}/${steps.length} ${step.name}`;
    try {
      print(`  ✓ ${label}: ${await step.run(context)}`);
    } catch (error) {
      print(`  ✗ ${label}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }
  return true;
}

/** @throws {Error} saying what was expected */
export function expect(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise);
}

/** Asks again until the answer is there. @throws {Error} after the time-out */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  timeoutMs = 20_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${timeoutMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
