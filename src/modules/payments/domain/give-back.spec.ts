import * as fc from 'fast-check';
import { nextReturnAt, planReturn } from './give-back.js';
import type { Operation } from './operation.js';
import { stateOf } from './payment-state.js';
import type { TransactionFact } from './transaction-fact.js';

const AT = new Date('2026-06-01T12:00:00Z');
const MINUTE_MS = 60_000;

const fact = (change: Partial<TransactionFact> = {}): TransactionFact => ({
  transactionId: '1',
  kind: 'payment',
  outcome: 'succeeded',
  amountMinor: 10_000,
  isAuthorization: false,
  isVoided: false,
  isRefunded: false,
  ...change,
});

const operation = (change: Partial<Operation>): Operation => ({
  id: 'a',
  kind: 'refund',
  parentId: '1',
  amountMinor: 10_000,
  state: 'failed',
  actor: 'system',
  requestedAt: AT,
  changedAt: AT,
  ...change,
});

const plan = (
  change: { events?: TransactionFact[]; operations?: Operation[]; keepMinor?: number },
  canVoid = true,
) => planReturn({ amountMinor: 10_000, events: [fact()], operations: [], ...change }, () => canVoid);

describe(planReturn.name, () => {
  it('gives nothing back while everything is owed', () => {
    expect(plan({})).toBeNull();
    expect(plan({ keepMinor: 10_000 })).toBeNull();
  });

  it('voids the whole where that is possible, and refunds it where not', () => {
    expect(plan({ keepMinor: 0 })).toEqual({ kind: 'void', parentId: '1', amountMinor: 10_000 });
    expect(plan({ keepMinor: 0 }, false)).toEqual({ kind: 'refund', parentId: '1', amountMinor: 10_000 });
  });

  it('refunds the part that is not owed', () => {
    expect(plan({ keepMinor: 7_500 })).toEqual({ kind: 'refund', parentId: '1', amountMinor: 2_500 });
  });

  it('refunds after a void was refused', () => {
    const operations = [operation({ kind: 'void', failure: 'settled already' })];

    expect(plan({ keepMinor: 0, operations })).toMatchObject({ kind: 'refund', amountMinor: 10_000 });
  });

  it('voids again where the provider never heard of the first time', () => {
    const events = [fact({ isAuthorization: true })];
    const operations = [operation({ kind: 'void' })];

    expect(plan({ keepMinor: 0, events, operations })).toMatchObject({ kind: 'void' });
  });

  it.each(['requested', 'unknown', 'succeeded'] as const)('counts what is %s', (state) => {
    const operations = [operation({ state, amountMinor: 4_000 })];

    expect(plan({ keepMinor: 5_000, operations })).toMatchObject({ kind: 'refund', amountMinor: 1_000 });
    expect(plan({ keepMinor: 6_000, operations })).toBeNull();
  });

  it('releases an authorisation, and only if none of it may be kept', () => {
    const events = [fact({ isAuthorization: true })];

    expect(plan({ events, keepMinor: 0 }, false)).toMatchObject({ kind: 'void' });
    expect(plan({ events, keepMinor: 1 })).toBeNull();
  });

  it('gives a second success back, and keeps the first', () => {
    const events = [fact(), fact({ transactionId: '2' })];

    expect(plan({ events }, false)).toEqual({ kind: 'refund', parentId: '2', amountMinor: 10_000 });
  });

  it('comes to an end with just what may be kept, whatever was done before', () => {
    const earlier = fc.record({
      amountMinor: fc.integer({ min: 1, max: 3_000 }),
      state: fc.constantFrom('requested', 'unknown', 'succeeded', 'failed'),
      kind: fc.constant('refund' as const),
    });
    fc.assert(
      fc.property(
        fc.array(earlier, { maxLength: 3 }),
        fc.nat(12_000),
        fc.boolean(),
        (changes, keepMinor, canVoid) => {
          let operations = changes.map((change, index) => operation({ ...change, id: String(index) }));
          const payment = () => ({ amountMinor: 10_000, events: [fact()], operations, keepMinor });
          const heldMinor = () => {
            const { capturedMinor, refundedMinor, returningMinor } = stateOf(payment()).main!;
            return capturedMinor - refundedMinor - returningMinor;
          };
          const before = heldMinor();

          let rounds = 0;
          for (
            let next = planReturn(payment(), () => canVoid);
            next !== null;
            next = planReturn(payment(), () => canVoid)
          ) {
            operations = [...operations, operation({ ...next, id: `new-${rounds}`, state: 'succeeded' })];
            expect(++rounds).toBeLessThan(3);
          }

          expect(heldMinor()).toBe(Math.min(before, keepMinor));
        },
      ),
    );
  });
});

describe(nextReturnAt.name, () => {
  it.each([
    [1, 10],
    [2, 60],
    [3, 6 * 60],
    [4, 24 * 60],
  ])('waits after refusal %i for %i minutes', (refusals, minutes) => {
    const operations = Array.from({ length: refusals }, () => operation({}));
    const at = nextReturnAt({ amountMinor: 10_000, events: [], operations });

    expect(at).toEqual(new Date(AT.getTime() + minutes * MINUTE_MS));
  });

  it('leaves it to people after the fifth, but not for what they tried themselves', () => {
    const five = (actor: string) => Array.from({ length: 5 }, () => operation({ actor }));

    expect(nextReturnAt({ amountMinor: 1, events: [], operations: five('system') })).toBeUndefined();
    expect(nextReturnAt({ amountMinor: 1, events: [], operations: five('admin') })).toEqual(new Date(0));
  });
});
