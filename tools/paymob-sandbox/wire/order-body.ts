import type { Json } from '../model/json.ts';
import type { Order } from '../model/records.ts';
import { ACCOUNT } from '../seed.ts';
import { regionalTimestamp } from './timestamp.ts';

/** The order as every answer and callback shows it. */
export function orderBody(order: Order, baseUrl: string): Json {
  const createdAt = regionalTimestamp(order.createdAt, 'egy', order.id);
  return {
    id: order.id,
    created_at: createdAt,
    delivery_needed: order.deliveryNeeded,
    merchant: merchantBody(),
    collector: null,
    amount_cents: order.amountCents,
    shipping_data: order.shippingData,
    currency: order.currency,
    is_payment_locked: order.isPaymentLocked,
    is_return: false,
    is_cancel: false,
    is_returned: false,
    is_canceled: false,
    merchant_order_id: order.merchantOrderId,
    wallet_notification: null,
    paid_amount_cents: order.paidAmountCents,
    notify_user_with_email: false,
    items: order.items,
    order_url: `${baseUrl}/standalone/?ref=i_${order.token}`,
    commission_fees: 0,
    delivery_fees_cents: 0,
    delivery_vat_cents: 0,
    payment_method: 'tbc',
    merchant_staff_tag: null,
    api_source: 'OTHER',
    data: {},
    payment_status: order.paidAmountCents >= order.amountCents ? 'PAID' : 'UNPAID',
  };
}

function merchantBody(): Json {
  return {
    id: ACCOUNT.profileId,
    created_at: '2026-01-01T00:00:00.000000',
    phones: ['+20100000000'],
    company_emails: ['shop@example.com'],
    company_name: 'Sandbox shop',
    state: '',
    country: 'EGY',
    city: 'Cairo',
    postal_code: '',
    street: '',
  };
}
