import { plainText, readPath, type Json } from '../model/json.ts';

/** The keys of the response callback in the order of real redirects; the dots are literal (paymob.md 2.3). */
const REDIRECT_KEYS = [
  'id',
  'pending',
  'amount_cents',
  'success',
  'is_auth',
  'is_capture',
  'is_standalone_payment',
  'is_voided',
  'is_refunded',
  'is_3d_secure',
  'integration_id',
  'profile_id',
  'has_parent_transaction',
  'order',
  'created_at',
  'currency',
  'merchant_order_id',
  'merchant_commission',
  'accept_fees',
  'discount_details',
  'is_void',
  'is_refund',
  'error_occured',
  'refunded_amount_cents',
  'captured_amount',
  'updated_at',
  'is_settled',
  'bill_balanced',
  'is_bill',
  'owner',
  'data.message',
  'source_data.type',
  'source_data.pan',
  'source_data.sub_type',
  'acq_response_code',
  'txn_response_code',
] as const;

const PATHS: Partial<Record<(typeof REDIRECT_KEYS)[number], string>> = {
  order: 'order.id',
  merchant_order_id: 'order.merchant_order_id',
  acq_response_code: 'data.acq_response_code',
  txn_response_code: 'data.txn_response_code',
};

/** The values of the response callback; what the transaction lacks is left out, as Paymob does. */
export function redirectValues(transaction: Json): Record<string, string> {
  const values: Record<string, string> = {};
  for (const key of REDIRECT_KEYS) {
    const value = readPath(transaction, PATHS[key] ?? key);
    if (value !== null && value !== undefined) values[key] = plainText(value);
  }
  return values;
}

/** The address to which the browser is sent back, after what the address already had in its query. */
export function redirectUrl(
  target: string,
  values: Record<string, string>,
  hmacs: readonly string[],
  orderKey: 'order' | 'order_id',
): string {
  const url = new URL(target);
  for (const [key, value] of Object.entries(values)) {
    url.searchParams.append(key === 'order' ? orderKey : key, value);
  }
  for (const hmac of hmacs) url.searchParams.append('hmac', hmac);
  return url.toString();
}
