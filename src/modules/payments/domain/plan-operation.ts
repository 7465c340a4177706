import { NothingToCaptureError, NotVoidableError, RefundTooLargeError } from '../payment.errors.js';
import type { Operation } from './operation.js';
import { type PaymentLedgerView, stateOf } from './payment-state.js';
import type { TransactionState } from './transaction-state.js';

/** What an operation is to do, before it is written down. */
export type PlannedOperation = Pick<Operation, 'kind' | 'parentId' | 'amountMinor'>;

/** Captures so much of what was authorised. @throws {NothingToCaptureError} when less than that is left */
export function planCapture(payment: PaymentLedgerView, amountMinor: number): PlannedOperation {
  const { main } = stateOf(payment);
  const leftMinor = main === undefined ? 0 : capturableMinor(main);
  if (main === undefined || amountMinor === 0 || amountMinor > leftMinor) {
    throw new NothingToCaptureError(leftMinor);
  }
  return { kind: 'capture', parentId: main.id, amountMinor };
}

/**
 * Gives so much back; what earlier refunds have given or may still give is never given twice.
 * @throws {RefundTooLargeError} when less than that is left
 */
export function planRefund(payment: PaymentLedgerView, amountMinor: number): PlannedOperation {
  const { main } = stateOf(payment);
  const leftMinor = main === undefined ? 0 : refundableMinor(main);
  if (main === undefined || amountMinor > leftMinor) throw new RefundTooLargeError(leftMinor);
  return { kind: 'refund', parentId: main.id, amountMinor };
}

/** Undoes a payment as a whole. @throws {NotVoidableError} once some of it was captured later or given back */
export function planVoid(payment: PaymentLedgerView): PlannedOperation {
  const { main } = stateOf(payment);
  if (main === undefined || !isUntouched(main)) throw new NotVoidableError();
  return { kind: 'void', parentId: main.id, amountMinor: main.amountMinor };
}

/** What may still be captured, in minor units; nothing while a void is under way, which is what goes back before any capture. */
export function capturableMinor({
  authorizedMinor,
  capturedMinor,
  capturingMinor,
  returningMinor,
}: TransactionState): number {
  const isBeingVoided = returningMinor > 0 && capturedMinor === 0;
  return isBeingVoided ? 0 : authorizedMinor - capturingMinor;
}

/** What may still be given back, in minor units. */
export function refundableMinor({ capturedMinor, refundedMinor, returningMinor }: TransactionState): number {
  return Math.max(0, capturedMinor - refundedMinor - returningMinor);
}

/** Nothing was done with the transaction, so that it can be undone as a whole. */
export function isUntouched(transaction: TransactionState): boolean {
  const { isAuthorization, isVoided, capturedMinor, refundedMinor } = transaction;
  const isMoved = isAuthorization ? capturedMinor > 0 : refundedMinor > 0;
  return !isVoided && !isMoved && transaction.returningMinor === 0 && transaction.capturingMinor === 0;
}
