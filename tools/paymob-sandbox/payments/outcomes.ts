import type { TransactionState, Verdict } from '../model/records.ts';

export interface Outcome extends Verdict {
  state: Extract<TransactionState, 'succeeded' | 'declined' | 'pending' | 'expired'>;
}

/** How payments can end; the response codes are those seen in real callbacks (paymob.md 2.2). */
export const OUTCOMES = {
  APPROVED: outcome('succeeded', 'Approved', 'APPROVED', '00'),
  DECLINED: outcome('declined', 'Do not honour', 'DECLINED', '05'),
  EXPIRED_CARD: outcome('declined', 'Expired card', 'EXPIRED_CARD', '54'),
  INSUFFICIENT_FUNDS: outcome('declined', 'Insufficient funds', 'INSUFFICIENT_FUNDS', '51'),
  BLOCKED: outcome('declined', 'Transaction blocked by the risk rules', 'BLOCKED', null),
  AUTHENTICATION_FAILED: outcome('declined', 'Authentication failed', 'AUTHENTICATION_FAILED', null),
  TIMED_OUT: outcome('pending', 'The gateway timed out', 'TIMED_OUT', null),
  WALLET_APPROVED: outcome('succeeded', 'Transaction has been completed successfully', '200', null),
  WALLET_DECLINED: outcome('declined', 'The wallet rejected the payment', '11', null),
  KIOSK_PENDING: outcome('pending', 'Pending Payment', '05', null),
  KIOSK_EXPIRED: outcome('expired', 'The bill reference expired', 'EXPIRED', null),
  KIOSK_PAID: outcome('succeeded', 'Paid at the kiosk', '200', null),
} as const satisfies Record<string, Outcome>;

export type OutcomeName = keyof typeof OUTCOMES;

function outcome(
  state: Outcome['state'],
  message: string,
  responseCode: string,
  acquirerCode: string | null,
): Outcome {
  return { state, message, responseCode, acquirerCode };
}
