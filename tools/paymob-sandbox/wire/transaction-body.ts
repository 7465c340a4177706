import type { Json } from '../model/json.ts';
import type { Integration, Order, PaymentKey, Transaction } from '../model/records.ts';
import { ACCOUNT } from '../seed.ts';
import type { Behaviour } from '../behaviour.ts';
import { gatewayData } from './gateway-data.ts';
import { orderBody } from './order-body.ts';
import { regionalTimestamp } from './timestamp.ts';

export interface TransactionContext {
  order: Order;
  integration: Integration;
  paymentKey: PaymentKey | undefined;
  behaviour: Behaviour;
  baseUrl: string;
  challengeUrl: string | null;
}

/** The transaction as answers show it bare and callbacks under `obj`. */
export function transactionBody(transaction: Transaction, context: TransactionContext): Json {
  const { order, integration, behaviour, baseUrl } = context;
  const isChild = transaction.parentId !== null;
  return {
    id: transaction.id,
    pending: transaction.state === 'pending' || transaction.state === 'authenticating',
    amount_cents: transaction.amountCents,
    success: transaction.state === 'succeeded',
    is_auth: transaction.isAuth,
    is_capture: transaction.kind === 'capture',
    is_standalone_payment: !isChild,
    is_voided: transaction.isVoided,
    is_refunded: isRefunded(transaction, behaviour),
    is_3d_secure: transaction.is3dSecure,
    integration_id: integration.id,
    profile_id: ACCOUNT.profileId,
    has_parent_transaction: isChild,
    order: orderBody(order, baseUrl),
    created_at: regionalTimestamp(transaction.createdAt, integration.region, transaction.id),
    transaction_processed_callback_responses: transaction.callbackResponses,
    currency: transaction.currency,
    source_data: {
      pan: transaction.source.pan,
      type: transaction.source.type,
      tenure: null,
      sub_type: transaction.source.subType,
    },
    api_source: 'IFRAME',
    terminal_id: null,
    merchant_commission: 0,
    accept_fees: 0,
    installment: null,
    discount_details: [],
    is_void: transaction.kind === 'void',
    is_refund: transaction.kind === 'refund',
    data: gatewayData(transaction, context),
    is_hidden: false,
    payment_key_claims: claims(context),
    error_occured: false,
    is_live: false,
    other_endpoint_reference: null,
    refunded_amount_cents: transaction.refundedCents,
    source_id: -1,
    is_captured: transaction.capturedCents > 0,
    captured_amount: transaction.capturedCents,
    merchant_staff_tag: null,
    updated_at: regionalTimestamp(transaction.updatedAt, integration.region, transaction.id),
    is_settled: false,
    bill_balanced: false,
    is_bill: false,
    owner: ACCOUNT.ownerId,
    parent_transaction: transaction.parentId,
    unique_ref: `${transaction.kind}_${transaction.id}`,
  };
}

/** The sources do not say whether the flag turns with the first partial refund or with the last. */
function isRefunded(transaction: Transaction, behaviour: Behaviour): boolean {
  const paid = transaction.isAuth ? transaction.capturedCents : transaction.amountCents;
  return behaviour.partial_refund_sets_flag
    ? transaction.refundedCents > 0
    : transaction.refundedCents > 0 && transaction.refundedCents === paid;
}

function claims({ paymentKey, order }: TransactionContext): Json | null {
  if (paymentKey === undefined) return null;
  return {
    exp: Math.floor(paymentKey.expiresAt / 1000),
    extra: { ...paymentKey.extra, merchant_order_id: order.merchantOrderId },
    user_id: ACCOUNT.ownerId,
    currency: paymentKey.currency,
    order_id: paymentKey.orderId,
    amount_cents: paymentKey.amountCents,
    billing_data: paymentKey.billingData,
    integration_id: paymentKey.integrationId,
    lock_order_when_paid: paymentKey.lockOrderWhenPaid,
    notification_url: paymentKey.notificationUrl,
    redirection_url: paymentKey.redirectionUrl,
    next_payment_intention: paymentKey.intentionId,
    single_payment_attempt: false,
  };
}
