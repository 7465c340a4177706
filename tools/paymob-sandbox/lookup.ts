import type { Behaviour } from './behaviour.ts';
import type { Json } from './model/json.ts';
import type { Integration, Order, PaymentKey, Transaction } from './model/records.ts';
import type { Store } from './store/store.ts';
import { transactionBody } from './wire/transaction-body.ts';

/** Finds what belongs to a transaction; all of it exists, since nothing is deleted once a payment was started. */
export class Lookup {
  private readonly store: Store;
  private readonly behaviour: () => Behaviour;
  private readonly baseUrl: string;

  constructor(store: Store, behaviour: () => Behaviour, baseUrl: string) {
    this.store = store;
    this.behaviour = behaviour;
    this.baseUrl = baseUrl;
  }

  order(id: number): Order {
    return present(this.store.orders.get(id), 'order', id);
  }

  integration(id: number): Integration {
    return present(this.store.integrations.get(id), 'integration', id);
  }

  transaction(id: number): Transaction {
    return present(this.store.transactions.get(id), 'transaction', id);
  }

  paymentKey(transaction: Transaction): PaymentKey | undefined {
    return transaction.paymentKey === null ? undefined : this.store.paymentKeys.get(transaction.paymentKey);
  }

  /** The transaction in Paymob's shape. */
  transactionBody(transaction: Transaction): Json {
    return transactionBody(transaction, {
      order: this.order(transaction.orderId),
      integration: this.integration(transaction.integrationId),
      paymentKey: this.paymentKey(transaction),
      behaviour: this.behaviour(),
      baseUrl: this.baseUrl,
      challengeUrl: this.challengeUrl(transaction),
    });
  }

  /** Where the customer proves who they are; null when there is nothing to prove, or no longer. */
  challengeUrl({ challenge, state }: Transaction): string | null {
    return state === 'authenticating' ? `${this.baseUrl}/checkout/challenge/${challenge}` : null;
  }

  /** Where the processed callback goes; null when neither the intention nor the integration says. */
  processedUrl(transaction: Transaction): string | null {
    const { processedCallback } = this.integration(transaction.integrationId);
    return this.intentionUrl(transaction, 'notificationUrl') ?? processedCallback;
  }

  /** Where the browser goes after paying; by default to a page of the sandbox. */
  responseUrl(transaction: Transaction): string {
    const { responseCallback } = this.integration(transaction.integrationId);
    const fallback = responseCallback ?? `${this.baseUrl}/api/acceptance/post_pay`;
    return this.intentionUrl(transaction, 'redirectionUrl') ?? fallback;
  }

  private intentionUrl(transaction: Transaction, which: 'notificationUrl' | 'redirectionUrl'): string | null {
    const payment = transaction.parentId === null ? transaction : this.transaction(transaction.parentId);
    const { method } = this.integration(payment.integrationId);
    if (!this.behaviour().intention_urls_for.includes(method)) return null;
    return this.paymentKey(payment)?.[which] ?? null;
  }
}

function present<T>(value: T | undefined, what: string, id: number): T {
  if (value === undefined) throw new Error(`The sandbox has no ${what} ${id}`);
  return value;
}
