import type { ProviderNews, TransactionFact } from '../../domain/transaction-fact.js';
import { member, unexpectedAnswer } from './json.js';
import { type PaymobTransaction, readTransaction } from './paymob-transaction.js';

export const PAYMOB = 'paymob';

/**
 * What a callback proves. Children (refund, void, capture) are signed with success=true and must never pass for payments;
 * which payment they belong to, and whether they refund or void, is not signed (paymob.md 3.7).
 */
export function toNews(transaction: PaymobTransaction): ProviderNews {
  return {
    provider: PAYMOB,
    providerOrderId: String(transaction.order_id),
    currency: transaction.currency,
    channelId: String(transaction.integration_id),
    fact: toFact(transaction),
  };
}

/**
 * What an answer of Paymob's own interface tells: all that a callback does, and the sums and the parent, which no signature
 * vouches for but the connection.
 * @throws {ProviderUnavailableError} when it is not a transaction of this account
 */
export function newsFromAnswer(answer: unknown, ownerId: number): ProviderNews {
  // Older answers wrap the transaction as callbacks do (paymob.md 4).
  const obj = member(answer, 'obj') ?? answer;
  const transaction = readTransaction(obj);
  if (transaction === null || transaction.owner !== ownerId) throw unexpectedAnswer('transaction');
  const news = toNews(transaction);
  const parent = member(obj, 'parent_transaction');
  return {
    ...news,
    fact: {
      ...news.fact,
      ...(news.fact.kind === 'payment'
        ? { capturedMinor: sumOf(obj, 'captured_amount'), refundedMinor: sumOf(obj, 'refunded_amount_cents') }
        : typeof parent === 'number' && { parentId: String(parent) }),
    },
  };
}

function toFact(transaction: PaymobTransaction): TransactionFact {
  const { id, pending, success, is_auth, is_capture, is_voided, is_refunded } = transaction;
  return {
    transactionId: String(id),
    kind: transaction.has_parent_transaction ? (is_capture ? 'capture' : 'return') : 'payment',
    outcome: pending ? 'pending' : success ? 'succeeded' : 'declined',
    amountMinor: transaction.amount_cents,
    isAuthorization: is_auth,
    isVoided: is_voided,
    isRefunded: is_refunded,
  };
}

/** Null stands for 0 (paymob.md 2.2). */
function sumOf(obj: unknown, key: string): number {
  const value = member(obj, key) ?? 0;
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw unexpectedAnswer(key);
  return value as number;
}
