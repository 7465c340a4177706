import { setTimeout as pause } from 'node:timers/promises';
import { checkCallbacks } from './checks/callbacks.check.js';
import { checkCarts } from './checks/carts.check.js';
import { checkGateway } from './checks/gateway.check.js';
import { checkIndexes } from './checks/indexes.check.js';
import { checkKeys } from './checks/keys.check.js';
import { checkOrders } from './checks/orders.check.js';
import { checkPayments } from './checks/payments.check.js';
import { checkStock } from './checks/stock.check.js';
import { checkStockHistory } from './checks/stock-history.check.js';
import { checkUsers } from './checks/users.check.js';
import { inBatches } from './streams.js';
import type { Check, Scope, Violation } from './violation.js';

const CHECKS: Check[] = [
  checkIndexes,
  checkStock,
  checkStockHistory,
  checkOrders,
  checkCarts,
  checkPayments,
  checkGateway,
  checkCallbacks,
  checkKeys,
  checkUsers,
];

const BATCH = 100;
const LOOKS = 3;

/**
 * Every violation of I1 to I9. Reads by streaming cursors, so the database may be of any size; it may also be busy: what
 * spans documents is seen at different moments, so a suspicion counts only when it is still there after several looks.
 */
export async function* findViolations(scope: Scope): AsyncGenerator<Violation> {
  for (const check of CHECKS) {
    for await (const suspects of inBatches(check(scope), BATCH)) yield* await confirm(check, scope, suspects);
  }
}

async function confirm(check: Check, scope: Scope, suspects: Violation[]): Promise<Violation[]> {
  let remaining = suspects;
  for (let look = 1; look < LOOKS && remaining.length > 0; look++) {
    await pause(scope.pauseMs);
    const anchors = [...new Set(remaining.map(({ anchor }) => anchor))];
    const seen = new Map<string, Violation>();
    for await (const violation of check(scope, anchors)) seen.set(keyOf(violation), violation);
    remaining = remaining.flatMap((violation) => seen.get(keyOf(violation)) ?? []);
  }
  return remaining;
}

/** The same suspicion again; the numbers in it may have moved. */
function keyOf({ invariant, what, where }: Violation): string {
  return JSON.stringify([invariant, what.replaceAll(/\d+/g, ''), where]);
}
