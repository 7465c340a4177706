import { overpaidMinor } from '../../../modules/orders/domain/order-money.js';
import type { OrderRecord } from '../../../modules/orders/order.schema.js';
import { isSameMoney, totalsOf } from '../../../modules/payments/domain/payment-totals.js';
import type { PaymentRecord } from '../../../modules/payments/payment.schema.js';
import { nextReturnAt } from '../../../modules/payments/domain/give-back.js';
import { isUnderWay } from '../../../modules/payments/domain/operation.js';
import { isOwedByProvider } from '../../../modules/payments/domain/schedule.js';
import { sum } from '../streams.js';
import type { Finding } from '../violation.js';

const CASH = 'cod';
const ASK = 'Read the payment with GET /v1/payments/{id}; the sweeper asks the provider and tells the order';

/** I2 and I3 between an order and its payments: one payment wins it, every other brings nothing. */
export function orderPaymentFindings(order: OrderRecord, payments: PaymentRecord[]): Finding[] {
  const { paymentId } = order.payment;
  const winner = payments.find(({ _id }) => _id.toHexString() === paymentId);
  const others = payments.filter((payment) => payment !== winner);
  return [
    ...(paymentId === undefined ? unpaid(order) : winnerFindings(order, paymentId, winner)),
    ...others.flatMap(otherFindings),
  ];
}

function unpaid({ payment, paymentStatus }: OrderRecord): Finding[] {
  const { authorizedMinor, capturedMinor, refundedMinor } = payment;
  if (sum([authorizedMinor, capturedMinor, refundedMinor], Number) === 0 && paymentStatus === 'unpaid')
    return [];
  return [
    {
      invariant: 'I2',
      what: `The order is ${paymentStatus} over ${capturedMinor} by no payment`,
      hint: 'Compare with the list of its payments',
    },
  ];
}

function winnerFindings(order: OrderRecord, paymentId: string, winner: PaymentRecord | undefined): Finding[] {
  const where = { payment: paymentId };
  if (winner === undefined) {
    return [
      {
        invariant: 'I2',
        what: 'The payment of the order does not exist',
        where,
        hint: 'Restore it from a backup',
      },
    ];
  }
  const findings: Finding[] = [];
  const totals = totalsOf(winner);
  const isToBeTold = winner.nextWorkAt !== undefined && !isSameMoney(totals, winner.told);
  if (!isSameMoney(totals, order.payment) && !isToBeTold) {
    findings.push({
      invariant: 'I2',
      what: `The order knows of ${text(order.payment)}, its payment of ${text(totals)}`,
      where,
      hint: ASK,
    });
  }
  const isSettling = order.outbox.some(({ effect }) => effect.kind === 'payment.settle');
  const owedBack = overpaidMinor(order);
  if (owedBack > 0 && winner.method !== CASH && !isSettling && !isReturning(winner)) {
    findings.push({
      invariant: 'I2',
      what: `${owedBack} is owed back and nobody gives it back`,
      where,
      hint: 'Refund it with POST /v1/payments/{id}/refunds',
    });
  }
  return findings;
}

/** Money that does not pay the order goes back. */
function otherFindings(payment: PaymentRecord): Finding[] {
  const { authorizedMinor, capturedMinor, refundedMinor } = totalsOf(payment);
  const heldMinor = authorizedMinor + capturedMinor - refundedMinor;
  if (heldMinor === 0 || isReturning(payment)) return [];
  return [
    {
      invariant: 'I3',
      what: `${heldMinor} has come for an order that does not count it, and does not go back`,
      where: { payment: payment._id.toHexString() },
      hint: 'Refund it with POST /v1/payments/{id}/refunds, or find out why the order was not told',
    },
  ];
}

/** The order is about to be told, the money is on its way back, or a person must send it, which the log has said. */
function isReturning(payment: PaymentRecord): boolean {
  const isWorkedOn =
    !isSameMoney(totalsOf(payment), payment.told) ||
    isOwedByProvider(payment) ||
    payment.operations.some(isUnderWay);
  return (payment.nextWorkAt !== undefined && isWorkedOn) || nextReturnAt(payment) === undefined;
}

function text({ capturedMinor, refundedMinor, authorizedMinor }: OrderRecord['payment']): string {
  return `${authorizedMinor} authorised, ${capturedMinor} captured, ${refundedMinor} given back`;
}
