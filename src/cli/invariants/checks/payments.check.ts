import { isUnderWay } from '../../../modules/payments/domain/operation.js';
import { stateOf } from '../../../modules/payments/domain/payment-state.js';
import type { PaymentRecord } from '../../../modules/payments/payment.schema.js';
import { byIds, collection } from '../collections.js';
import { inBatches, repeated } from '../streams.js';
import { type Check, type Finding, isOverdue, type Scope } from '../violation.js';

const BATCH = 200;

/** Every payment by itself; what orders know of them is checked with the orders. */
export const checkPayments: Check = async function* (scope, only) {
  const payments = collection(scope.db, 'payments').find(byIds(only)).sort({ _id: 1 });
  for await (const batch of inBatches(payments, BATCH)) {
    const orders = await collection(scope.db, 'orders')
      .find({ _id: { $in: batch.map(({ orderId }) => orderId) } }, { projection: { _id: 1 } })
      .toArray();
    const known = new Set(orders.map(({ _id }) => _id.toHexString()));
    for (const payment of batch) {
      const order = payment.orderId.toHexString();
      const where = { payment: payment._id.toHexString(), order };
      for (const finding of [...orphan(known.has(order)), ...paymentFindings(payment, scope)]) {
        yield { ...finding, where, anchor: payment._id };
      }
    }
  }
};

function orphan(hasOrder: boolean): Finding[] {
  if (hasOrder) return [];
  return [
    { invariant: 'I3', what: 'The order of the payment does not exist', hint: 'Restore it from a backup' },
  ];
}

function paymentFindings(payment: PaymentRecord, scope: Scope): Finding[] {
  const findings: Finding[] = [];
  const { main, strays } = stateOf(payment);
  for (const transaction of [main, ...strays]) {
    if (transaction === undefined) continue;
    const { id, amountMinor, capturedMinor, refundedMinor } = transaction;
    if (refundedMinor > capturedMinor || capturedMinor > amountMinor) {
      findings.push({
        invariant: 'I2',
        what: `Transaction ${id}: ${refundedMinor} has gone back of ${capturedMinor} captured of ${amountMinor}`,
        hint: 'Compare with the provider',
      });
    }
  }
  const twice = [
    ...repeated(payment.events.map(({ key }) => key)),
    ...repeated(payment.operations.map(({ id }) => id)),
    ...repeated(payment.operations.flatMap(({ transactionId }) => transactionId ?? [])),
  ];
  if (twice.length > 0) {
    findings.push({
      invariant: 'I4',
      what: `noted twice: ${twice.join(', ')}`,
      hint: 'Compare with the provider',
    });
  }
  if (isOverdue(payment.nextWorkAt, scope)) {
    findings.push({
      invariant: 'I6',
      what: `Work has been due since ${payment.nextWorkAt?.toISOString()}`,
      hint: 'Is the sweeper running? The log says why it fails',
    });
  }
  if (payment.nextWorkAt === undefined && payment.operations.some(isUnderWay)) {
    findings.push({
      invariant: 'I6',
      what: 'What came of an operation is not known, and nobody will ask',
      hint: 'Set nextWorkAt to the present',
    });
  }
  return findings;
}
