/** What a callback tells: `update` is a payment sent again because a refund, void or capture changed it. */
export type CallbackEvent = 'payment' | 'pending' | 'update' | 'refund' | 'void' | 'capture' | 'token';

interface DeliveryAttempt {
  at: number;
  /** Null when no answer came. */
  status: number | null;
  error: string | null;
  tookMs: number;
}

/** One callback to one address. Its bytes are fixed when it is queued, so that repeats are exact. */
export interface Delivery {
  id: number;
  orderId: number;
  /** Null for a TOKEN callback. */
  transactionId: number | null;
  event: CallbackEvent;
  url: string;
  body: string;
  /** `held` waits for a release; `dropped` is recorded but never sent. */
  status: 'queued' | 'sending' | 'held' | 'delivered' | 'failed' | 'dropped';
  /** When the next attempt is due; null when none is planned. */
  dueAt: number | null;
  /** Held deliveries of an order leave by themselves, in reverse, once this many wait; null waits for a release. */
  reorder: number | null;
  attempts: DeliveryAttempt[];
  createdAt: number;
}
