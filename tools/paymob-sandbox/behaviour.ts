/** How the sandbox behaves where sources about Paymob disagree or are silent. Changed through the control interface. */
export interface Behaviour {
  /** `is_refunded` of the payment turns true with the first partial refund; otherwise only when nothing is left. */
  partial_refund_sets_flag: boolean;
  /** A repeated merchant_order_id or special_reference is answered with 422 duplicate. */
  reject_duplicate_reference: boolean;
  /** Items must add up as amount × quantity; otherwise the sum of the amounts is accepted as well. */
  items_count_quantity: boolean;
  /** A client secret is used up by the first payment that is started with it. */
  single_use_client_secret: boolean;
  /** Payments that wait (3-D Secure, wallet, kiosk) are called back as pending, too. */
  send_pending_callbacks: boolean;
  /** The methods for which the URLs of an intention count; others use the URLs of their integration. */
  intention_urls_for: ('card' | 'wallet' | 'kiosk')[];
  /** The key of the order in the redirect. */
  redirect_order_key: 'order' | 'order_id';
  /** The inquiry by order can answer with a refund, void or capture when it is the newest transaction. */
  inquiry_sees_children: boolean;
  /** Kiosk payments can be refunded. */
  refund_kiosk: boolean;
  /** Waiting times before each repeat of a callback that failed, in seconds. */
  callback_retry_seconds: number[];
  /** After how many seconds an unanswered callback counts as failed. */
  callback_timeout_seconds: number;
}

export const DEFAULT_BEHAVIOUR: Behaviour = {
  partial_refund_sets_flag: true,
  reject_duplicate_reference: true,
  items_count_quantity: false,
  single_use_client_secret: true,
  send_pending_callbacks: false,
  intention_urls_for: ['card', 'wallet'],
  redirect_order_key: 'order',
  inquiry_sees_children: true,
  refund_kiosk: false,
  callback_retry_seconds: [5, 30, 120],
  callback_timeout_seconds: 10,
};
