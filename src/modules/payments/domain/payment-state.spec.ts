import * as fc from 'fast-check';
import type { Operation } from './operation.js';
import { stateOf } from './payment-state.js';
import { statusOf } from './payment-status.js';
import { totalsOf } from './payment-totals.js';
import type { TransactionFact } from './transaction-fact.js';

const AMOUNT = 10_000;
const NOW = new Date('2026-06-01T12:00:00Z');

const fact = (change: Partial<TransactionFact>): TransactionFact => ({
  transactionId: '1',
  kind: 'payment',
  outcome: 'succeeded',
  amountMinor: AMOUNT,
  isAuthorization: false,
  isVoided: false,
  isRefunded: false,
  ...change,
});

const payment = (events: TransactionFact[], operations: Operation[] = []) => ({
  amountMinor: AMOUNT,
  events,
  operations,
});

const operation = (change: Partial<Operation>): Operation => ({
  id: 'op',
  kind: 'refund',
  parentId: '1',
  amountMinor: 1_000,
  state: 'succeeded',
  actor: 'admin',
  requestedAt: NOW,
  changedAt: NOW,
  ...change,
});

const returned = (transactionId: string, amountMinor: number, change: Partial<TransactionFact> = {}) =>
  fact({ transactionId, kind: 'return', amountMinor, ...change });

/** Everything that a payment's life may tell, by callbacks and by inquiries. */
const LIVES: [string, TransactionFact[]][] = [
  [
    'a sale that is refunded twice',
    [
      fact({ outcome: 'pending' }),
      fact({}),
      returned('2', 3_000),
      fact({ isRefunded: true }),
      fact({ isRefunded: true, capturedMinor: 0, refundedMinor: 3_000 }),
      returned('3', 7_000),
      fact({ isRefunded: true, capturedMinor: 0, refundedMinor: 10_000 }),
    ],
  ],
  [
    'an authorisation that is captured in parts and refunded',
    [
      fact({ isAuthorization: true, outcome: 'pending' }),
      fact({ isAuthorization: true }),
      fact({ transactionId: '2', kind: 'capture', amountMinor: 4_000 }),
      fact({ isAuthorization: true, capturedMinor: 4_000, refundedMinor: 0 }),
      fact({ transactionId: '3', kind: 'capture', amountMinor: 5_000 }),
      returned('4', 2_000),
      fact({ isAuthorization: true, isRefunded: true, capturedMinor: 9_000, refundedMinor: 2_000 }),
    ],
  ],
  [
    'an authorisation that is voided',
    [
      fact({ isAuthorization: true }),
      returned('2', AMOUNT),
      fact({ isAuthorization: true, isVoided: true }),
      fact({ isAuthorization: true, isVoided: true, capturedMinor: 0, refundedMinor: 0 }),
    ],
  ],
  [
    'a sale after two declines',
    [
      fact({ transactionId: '8', outcome: 'pending' }),
      fact({ transactionId: '8', outcome: 'declined' }),
      fact({ transactionId: '9', outcome: 'declined' }),
      fact({}),
    ],
  ],
];

describe(stateOf.name, () => {
  it.each(LIVES)('is the same in whatever order and however often it is told of %s', (_, life) => {
    const expected = stateOf(payment(life));
    fc.assert(
      fc.property(
        fc.shuffledSubarray(life, { minLength: life.length }),
        fc.array(fc.constantFrom(...life)),
        (told, again) => {
          expect(stateOf(payment([...told, ...again]))).toEqual(expected);
        },
      ),
    );
  });

  it.each(LIVES)('only ever counts up, whatever is told first of %s', (_, life) => {
    fc.assert(
      fc.property(fc.shuffledSubarray(life, { minLength: life.length }), (told) => {
        let before = { capturedMinor: 0, refundedMinor: 0 };
        for (let count = 1; count <= told.length; count++) {
          const after = totalsOf(payment(told.slice(0, count)));
          expect(after.capturedMinor).toBeGreaterThanOrEqual(before.capturedMinor);
          expect(after.refundedMinor).toBeGreaterThanOrEqual(before.refundedMinor);
          expect(after.refundedMinor).toBeLessThanOrEqual(after.capturedMinor);
          before = after;
        }
      }),
    );
  });

  it.each([
    ['a sale', [fact({})], { authorizedMinor: 0, capturedMinor: 10_000, refundedMinor: 0 }, 'succeeded'],
    [
      'an authorisation',
      [fact({ isAuthorization: true })],
      { authorizedMinor: 10_000, capturedMinor: 0, refundedMinor: 0 },
      'authorized',
    ],
    [
      'a decline',
      [fact({ outcome: 'declined' })],
      { authorizedMinor: 0, capturedMinor: 0, refundedMinor: 0 },
      'declined',
    ],
    [
      'a refund alone',
      [returned('2', 500)],
      { authorizedMinor: 0, capturedMinor: 0, refundedMinor: 0 },
      'created',
    ],
    [
      'a sale that is voided',
      [fact({ isVoided: true })],
      { authorizedMinor: 0, capturedMinor: 10_000, refundedMinor: 10_000 },
      'voided',
    ],
    [
      'a success after a decline',
      [fact({ outcome: 'declined' }), fact({})],
      { authorizedMinor: 0, capturedMinor: 10_000, refundedMinor: 0 },
      'succeeded',
    ],
  ])('counts %s for what it is', (_, events, totals, status) => {
    expect(totalsOf(payment(events))).toEqual(totals);
    expect(statusOf(payment(events), NOW)).toBe(status);
  });

  it('does not take a success over another amount for the payment', () => {
    const { main, strays } = stateOf(payment([fact({ amountMinor: AMOUNT - 1 })]));

    expect(main).toBeUndefined();
    expect(strays).toMatchObject([{ id: '1', capturedMinor: AMOUNT - 1 }]);
  });

  it('keeps to the first success and holds a second one for a stray', () => {
    const { main, strays } = stateOf(payment([fact({ transactionId: '7' }), fact({ transactionId: '5' })]));

    expect(main).toMatchObject({ id: '7' });
    expect(strays).toMatchObject([{ id: '5' }]);
  });

  it('is unclear while nobody has said how much went back, or of which of two payments', () => {
    expect(stateOf(payment([fact({ isRefunded: true })])).isUnclear).toBe(true);
    expect(stateOf(payment([returned('2', 500)])).isUnclear).toBe(true);
    const two = [fact({}), fact({ transactionId: '5' })];
    expect(stateOf(payment([...two, returned('2', 500)])).isUnclear).toBe(true);
    expect(stateOf(payment([...two, returned('2', 500, { parentId: '5' })])).isUnclear).toBe(false);
    expect(stateOf(payment([fact({ isRefunded: true }), returned('2', 500)])).isUnclear).toBe(false);
  });

  it('counts an operation and its own transaction once', () => {
    const own = operation({ transactionId: '2' });

    expect(totalsOf(payment([fact({})], [own])).refundedMinor).toBe(1_000);
    expect(totalsOf(payment([fact({}), returned('2', 1_000)], [own])).refundedMinor).toBe(1_000);
    expect(totalsOf(payment([fact({}), returned('3', 1_000)], [own])).refundedMinor).toBe(2_000);
  });

  it.each(['requested', 'unknown'] as const)(
    'holds the money of an operation that is %s as spoken for',
    (state) => {
      const { main } = stateOf(payment([fact({})], [operation({ state })]));

      expect(main).toMatchObject({ refundedMinor: 0, returningMinor: 1_000 });
    },
  );
});
