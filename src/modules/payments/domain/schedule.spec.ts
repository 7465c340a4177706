import type { Operation } from './operation.js';
import { NO_MONEY } from './payment-totals.js';
import { nextInquiryAt, nextWorkAt, type ScheduledPayment } from './schedule.js';
import type { TransactionFact } from './transaction-fact.js';

const CREATED = new Date('2026-06-01T12:00:00Z');
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (seconds: number) => new Date(CREATED.getTime() + seconds * 1000);

const sale: TransactionFact = {
  transactionId: '1',
  kind: 'payment',
  outcome: 'succeeded',
  amountMinor: 10_000,
  isAuthorization: false,
  isVoided: false,
  isRefunded: false,
};
const SOLD = { ...NO_MONEY, capturedMinor: 10_000 };

const payment = (change: Partial<ScheduledPayment> = {}): ScheduledPayment => ({
  method: 'card',
  amountMinor: 10_000,
  createdAt: CREATED,
  checkoutExpiresAt: at(30 * MINUTE),
  events: [],
  operations: [],
  told: NO_MONEY,
  ...change,
});

const operation = (change: Partial<Operation>): Operation => ({
  id: 'a',
  kind: 'refund',
  parentId: '1',
  amountMinor: 1_000,
  state: 'unknown',
  actor: 'admin',
  requestedAt: at(HOUR),
  changedAt: at(HOUR),
  ...change,
});

describe(nextInquiryAt.name, () => {
  it.each([
    ['three minutes after the start', payment(), at(3 * MINUTE)],
    ['three minutes after the last time', payment({ checkedAt: at(600) }), at(600 + 3 * MINUTE)],
    ['until an hour after the expiry', payment({ checkedAt: at(90 * MINUTE) }), at(93 * MINUTE)],
    ['and then no more', payment({ checkedAt: at(90 * MINUTE + 1) }), undefined],
    ['never while the provider knows of nothing', payment({ checkoutExpiresAt: undefined }), undefined],
    ['never of cash', payment({ method: 'cod', events: [sale] }), undefined],
  ])('asks about a payment that has not come %s', (_, state, expected) => {
    expect(nextInquiryAt(state)).toEqual(expected);
  });

  it('looks a sale over once, a day later', () => {
    const sold = { events: [sale], told: SOLD };

    expect(nextInquiryAt(payment(sold))).toEqual(at(DAY));
    expect(nextInquiryAt(payment({ ...sold, checkedAt: at(DAY) }))).toBeUndefined();
  });

  it('asks whether an authorisation has lapsed, after 14 days and then daily', () => {
    const held = { events: [{ ...sale, isAuthorization: true }] };

    expect(nextInquiryAt(payment(held))).toEqual(at(14 * DAY + HOUR));
    expect(nextInquiryAt(payment({ ...held, checkedAt: at(15 * DAY) }))).toEqual(at(16 * DAY));
  });

  it.each([
    ['unknown', 20],
    ['requested', 60],
  ] as const)('asks about an operation that is %s after %i seconds', (state, seconds) => {
    const open = payment({ events: [sale], told: SOLD, operations: [operation({ state })] });

    expect(nextInquiryAt(open)).toEqual(at(HOUR + seconds));
    expect(nextInquiryAt({ ...open, checkedAt: at(HOUR + 50) })).toEqual(at(HOUR + 50 + seconds));
  });

  it('asks twenty seconds after a success was told again, and once', () => {
    const repeated = payment({
      events: [sale],
      told: SOLD,
      checkedAt: at(2 * DAY),
      toldAgainAt: at(3 * DAY),
    });

    expect(nextInquiryAt(repeated)).toEqual(at(3 * DAY + 20));
    expect(nextInquiryAt({ ...repeated, checkedAt: at(3 * DAY + 20) })).toBeUndefined();
  });

  it('asks at once after a refusal, and once', () => {
    const refused = payment({ events: [sale], told: SOLD, operations: [operation({ state: 'failed' })] });

    expect(nextInquiryAt(refused)).toEqual(at(HOUR));
    expect(nextInquiryAt({ ...refused, checkedAt: at(HOUR + 1) })).toEqual(at(DAY));
  });
});

describe(nextWorkAt.name, () => {
  it('is at once while the order does not know where the payment stands', () => {
    expect(nextWorkAt(payment({ events: [sale] }))).toEqual(new Date(0));
  });

  it('waits for the provider while nobody knows how much went back', () => {
    const unclear = payment({ events: [{ ...sale, isRefunded: true }] });

    expect(nextWorkAt(unclear)).toEqual(at(20));
  });

  it('is at once when money is owed back, unless it goes from hand to hand', () => {
    const owed = { events: [sale], told: SOLD, keepMinor: 0 };

    expect(nextWorkAt(payment(owed))).toEqual(new Date(0));
    expect(nextWorkAt(payment({ ...owed, method: 'cod' }))).toBeUndefined();
  });
});
