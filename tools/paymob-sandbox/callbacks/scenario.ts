import type { Json } from '../model/json.ts';
import type { CallbackEvent } from './delivery.ts';

/** What is done to the callbacks or redirects that a scenario matches. */
export interface Effects {
  /** How many further copies are sent. */
  duplicates?: number;
  delay_seconds?: number;
  /** The callback is recorded but never sent; on a redirect, the browser stays with the sandbox. */
  drop?: boolean;
  /** The callback waits until the control interface releases it. */
  hold?: boolean;
  /** Callbacks of the order wait until so many have gathered, then leave one after the other, newest first. */
  reorder?: number;
  hmac?: 'flipped' | 'uppercase' | 'missing' | 'short' | 'repeated';
  /** Values by path, put in before signing: the signature is valid. */
  set?: Json;
  /** Values by path, put in after signing: the signature of a signed field is broken. */
  tamper?: Json;
  /** Digits slide to the right neighbour: the signature stays valid. */
  shift_digits?: 'id|integration_id' | 'order.id|owner';
  extra_fields?: boolean;
  /** Unsigned numbers that are 0 are sent as null. */
  null_numbers?: boolean;
}

/** A fault on demand for callbacks or redirects, until it was used up. */
export interface Scenario {
  id: number;
  /** Matches callbacks of this order only. */
  order_id: number | null;
  /** Matches callbacks of the order with this merchant_order_id only. */
  merchant_order_id: string | null;
  target: 'callback' | 'redirect';
  events: CallbackEvent[] | null;
  /** How many more times it applies; null is for ever. */
  times: number | null;
  effects: Effects;
}
