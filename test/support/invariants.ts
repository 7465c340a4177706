import { Clock } from '../../src/common/clock/clock.js';
import { findViolations } from '../../src/cli/invariants/find-violations.js';
import type { GatewayEntry, Scope, Violation } from '../../src/cli/invariants/violation.js';
import type { ControlClient } from '../../tools/paymob-sandbox/control-client.ts';
import type { TestApp } from './app.js';

/** The violations of a database that nothing is happening in: no grace is given to work that is due. */
export async function violationsOf(
  { app, db }: Pick<TestApp, 'app' | 'db'>,
  overrides: Partial<Scope> = {},
): Promise<Violation[]> {
  const scope: Scope = { db, now: app.get(Clock).now(), graceMs: 0, pauseMs: 0, ...overrides };
  const violations: Violation[] = [];
  for await (const violation of findViolations(scope)) violations.push(violation);
  return violations;
}

/** Fails unless I1 to I9 hold; with the gateway's control interface also against its own log. */
export async function expectInvariants(
  test: Pick<TestApp, 'app' | 'db'>,
  gateway?: ControlClient,
): Promise<void> {
  const violations = await violationsOf(test, { gateway: gateway && (await gatewayLog(gateway)) });
  expect(violations.map(({ invariant, what, where }) => ({ invariant, what, where }))).toEqual([]);
}

export async function gatewayLog(gateway: ControlClient): Promise<GatewayEntry[]> {
  return (await gateway.get<{ entries: GatewayEntry[] }>('/ledger')).entries;
}
