import { createHmac, timingSafeEqual } from 'node:crypto';

/** The signed fields in the order in which Paymob joins them (paymob.md 3.1). */
export const SIGNED_FIELDS = [
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

/** The signed values, strictly typed: the digest has no separators, so digits could slide between loosely typed neighbours. */
export interface SignedTransaction {
  amount_cents: number;
  created_at: string;
  currency: string;
  error_occured: boolean;
  has_parent_transaction: boolean;
  id: number;
  integration_id: number;
  is_3d_secure: boolean;
  is_auth: boolean;
  is_capture: boolean;
  is_refunded: boolean;
  is_standalone_payment: boolean;
  is_voided: boolean;
  order_id: number;
  owner: number;
  pending: boolean;
  source_data_pan: string;
  source_data_sub_type: string;
  source_data_type: string;
  success: boolean;
}

const HEX_SHA512 = /^[0-9a-f]{128}$/;

/** HMAC-SHA512 over the 20 values, as lower-case hex. */
export function signTransaction(transaction: SignedTransaction, secret: string): string {
  const message = SIGNED_FIELDS.map((field) => String(transaction[field])).join('');
  return createHmac('sha512', secret).update(message, 'utf8').digest('hex');
}

/** Compares in constant time; anything that is not 128 lower-case hex digits is wrong without a comparison. */
export function isSignedBy(transaction: SignedTransaction, hmac: unknown, secret: string): boolean {
  if (typeof hmac !== 'string' || !HEX_SHA512.test(hmac)) return false;
  return timingSafeEqual(Buffer.from(signTransaction(transaction, secret), 'hex'), Buffer.from(hmac, 'hex'));
}
