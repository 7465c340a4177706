import type { Store } from '../store/store.ts';
import { regionalTimestamp } from '../wire/timestamp.ts';
import type { Delivery } from './delivery.ts';
import type { SendResult } from './send-callback.ts';

/** Keeps what the merchant answered on the transaction, where the merchant sees it in `transaction_processed_callback_responses`. */
export function recordResponse(
  store: Store,
  delivery: Delivery,
  response: NonNullable<SendResult['response']>,
  receivedAt: number,
): void {
  const transaction =
    delivery.transactionId === null ? undefined : store.transactions.get(delivery.transactionId);
  if (transaction === undefined) return;
  const { origin, pathname } = new URL(delivery.url);
  store.transactions.save({
    ...transaction,
    callbackResponses: [
      ...transaction.callbackResponses,
      {
        response: { ...response, encoding: 'utf-8' },
        callback_url: origin + pathname,
        response_received_at: regionalTimestamp(receivedAt, 'egy', transaction.id),
      },
    ],
  });
}
