import { findViolations } from './find-violations.js';
import { type InvariantId, INVARIANTS, type Scope, type Violation } from './violation.js';

/**
 * Prints every violation, mends it if that is wanted and possible, and ends with a line for each invariant.
 * @returns how many are left
 */
export async function reportViolations(
  scope: Scope,
  repairs: boolean,
  print: (line: string) => void,
): Promise<number> {
  const counts = new Map<InvariantId, number>();
  let left = 0;
  for await (const violation of findViolations(scope)) {
    counts.set(violation.invariant, (counts.get(violation.invariant) ?? 0) + 1);
    print(describe(violation));
    const done = repairs ? await violation.repair?.() : undefined;
    if (done == null) left++;
    if (done != null) print(`    repaired: ${done}`);
    else if (done === null) print('    not repaired: the document has changed meanwhile; run it again');
  }
  for (const [invariant, meaning] of Object.entries(INVARIANTS) as [InvariantId, string][]) {
    print(`${invariant}  ${stateOf(invariant, counts.get(invariant), scope).padEnd(13)}  ${meaning}`);
  }
  return left;
}

function describe({ invariant, what, where, hint }: Violation): string {
  const place = Object.entries(where).map(([name, id]) => `${name} ${id}`);
  return `${invariant}  ${place.join(', ')}\n    ${what}\n    ${hint}`;
}

function stateOf(invariant: InvariantId, count: number | undefined, { gateway }: Scope): string {
  if (count !== undefined) return `${count} broken`;
  if (invariant === 'I8') return 'no coupons yet';
  return invariant === 'I2' && gateway === undefined ? 'holds (no log)' : 'holds';
}
