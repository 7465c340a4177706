import { createHmac, timingSafeEqual } from 'node:crypto';

/** The signed values of a transaction in the order in which Paymob joins them (paymob.md 3.1). */
export const TRANSACTION_FIELDS = [
  'amount_cents',
  'created_at',
  'currency',
  'error_occured',
  'has_parent_transaction',
  'id',
  'integration_id',
  'is_3d_secure',
  'is_auth',
  'is_capture',
  'is_refunded',
  'is_standalone_payment',
  'is_voided',
  'order_id',
  'owner',
  'pending',
  'source_data_pan',
  'source_data_sub_type',
  'source_data_type',
  'success',
] as const;

/** The same of a saved card (paymob.md 3.2). */
export const CARD_TOKEN_FIELDS = [
  'card_subtype',
  'created_at',
  'email',
  'id',
  'masked_pan',
  'merchant_id',
  'order_id',
  'token',
] as const;

const HEX_SHA512 = /^[0-9a-f]{128}$/;

/** HMAC-SHA512 over the joined values, as lower-case hex. */
export function sign<Field extends string>(
  values: Record<Field, string | number | boolean>,
  fields: readonly Field[],
  secret: string,
): string {
  const message = fields.map((field) => String(values[field])).join('');
  return createHmac('sha512', secret).update(message, 'utf8').digest('hex');
}

/** Compares in constant time; anything that is not 128 lower-case hex digits is wrong without a comparison. */
export function isSignature(hmac: unknown, expected: string): boolean {
  if (typeof hmac !== 'string' || !HEX_SHA512.test(hmac)) return false;
  return timingSafeEqual(Buffer.from(expected, 'hex'), Buffer.from(hmac, 'hex'));
}
