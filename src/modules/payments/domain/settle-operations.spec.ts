import type { Operation } from './operation.js';
import { settleOperations } from './settle-operations.js';
import type { TransactionFact } from './transaction-fact.js';

const REQUESTED = new Date('2026-06-01T12:00:00Z');
const after = (seconds: number) => new Date(REQUESTED.getTime() + seconds * 1000);

const fact = (change: Partial<TransactionFact>): TransactionFact => ({
  transactionId: '1',
  kind: 'payment',
  outcome: 'succeeded',
  amountMinor: 10_000,
  isAuthorization: false,
  isVoided: false,
  isRefunded: false,
  ...change,
});

const refund = (change: Partial<Operation> = {}): Operation => ({
  id: 'a',
  kind: 'refund',
  parentId: '1',
  amountMinor: 1_000,
  state: 'unknown',
  actor: 'admin',
  requestedAt: REQUESTED,
  changedAt: REQUESTED,
  ...change,
});

interface Situation {
  events?: TransactionFact[];
  operations: Operation[];
  checkedAt?: Date;
  now?: Date;
}

const settle = ({ events = [], operations, checkedAt, now = after(30) }: Situation) =>
  settleOperations(
    { amountMinor: 10_000, events: [fact({}), ...events], operations, ...(checkedAt && { checkedAt }) },
    now,
  ).map(({ state, transactionId }) => [state, transactionId]);

const child = (transactionId: string, amountMinor = 1_000, change: Partial<TransactionFact> = {}) =>
  fact({ transactionId, kind: 'return', amountMinor, ...change });

describe(settleOperations.name, () => {
  it('leaves an operation alone that has just been asked for', () => {
    expect(settle({ operations: [refund({ state: 'requested' })] })).toEqual([['requested', undefined]]);
  });

  it('doubts an operation that was asked for a minute ago and never answered', () => {
    expect(settle({ operations: [refund({ state: 'requested' })], now: after(60) })).toEqual([
      ['unknown', undefined],
    ]);
  });

  it('finds the transaction of an operation whose answer was lost', () => {
    expect(settle({ events: [child('2')], operations: [refund()] })).toEqual([['succeeded', '2']]);
  });

  it.each([
    ['another amount', child('2', 999)],
    ['another payment', child('2', 1_000, { parentId: '9' })],
    ['another kind', child('2', 1_000, { kind: 'capture' })],
    ['a decline', child('2', 1_000, { outcome: 'declined' })],
  ])('does not take a transaction of %s for it', (_, other) => {
    expect(settle({ events: [other], operations: [refund()] })).toEqual([['unknown', undefined]]);
  });

  it('gives one transaction to one of two operations that are just alike', () => {
    expect(settle({ events: [child('2')], operations: [refund(), refund({ id: 'b' })] })).toEqual([
      ['succeeded', '2'],
      ['unknown', undefined],
    ]);
  });

  it('believes the payment’s own sum, as far as nothing else accounts for it', () => {
    const told = fact({ isRefunded: true, refundedMinor: 1_000, capturedMinor: 0 });
    const earlier = refund({ id: 'z', state: 'succeeded', transactionId: '2' });

    expect(settle({ events: [told], operations: [refund()] })).toEqual([['succeeded', undefined]]);
    expect(settle({ events: [told, child('2')], operations: [earlier, refund()] })).toEqual([
      ['succeeded', '2'],
      ['unknown', undefined],
    ]);
    expect(settle({ events: [told], operations: [refund(), refund({ id: 'b' })] })).toEqual([
      ['succeeded', undefined],
      ['unknown', undefined],
    ]);
  });

  it('recognises the transaction of an operation that only the sum had told of', () => {
    const operations = [refund({ state: 'succeeded' })];

    expect(settle({ events: [child('2')], operations })).toEqual([['succeeded', '2']]);
  });

  it('sees that a void took effect by the payment’s flag', () => {
    const operations = [refund({ kind: 'void', amountMinor: 10_000 })];

    expect(settle({ events: [fact({ isVoided: true })], operations })).toEqual([['succeeded', undefined]]);
  });

  it('follows the operation’s own transaction to its end', () => {
    const operations = [refund({ transactionId: '2' })];
    const pending = child('2', 1_000, { outcome: 'pending' });

    expect(settle({ events: [pending], operations })).toEqual([['unknown', '2']]);
    expect(settle({ events: [pending, child('2', 1_000, { outcome: 'declined' })], operations })).toEqual([
      ['failed', '2'],
    ]);
    expect(settle({ events: [pending, child('2')], operations })).toEqual([['succeeded', '2']]);
  });

  it.each([
    ['before three minutes are over', after(179), 'unknown'],
    ['after three minutes', after(180), 'failed'],
  ])('gives up an operation that the provider knows nothing of %s', (_, checkedAt, state) => {
    expect(settle({ operations: [refund()], checkedAt, now: after(300) })).toEqual([[state, undefined]]);
  });

  it('does not give up what it has not asked about, nor what is still pending', () => {
    expect(settle({ operations: [refund()], now: after(3600) })).toEqual([['unknown', undefined]]);
    const pending = child('2', 1_000, { outcome: 'pending' });
    const operations = [refund({ transactionId: '2' })];
    expect(settle({ events: [pending], operations, checkedAt: after(3000), now: after(3600) })).toEqual([
      ['unknown', '2'],
    ]);
  });

  it('changes no operation that has ended', () => {
    const failed = refund({ state: 'failed' });

    expect(settle({ events: [child('2')], operations: [failed] })).toEqual([['failed', undefined]]);
  });
});
