import { createHmac } from 'node:crypto';
import { plainText, readPath, type Json } from '../model/json.ts';

/** The values of a transaction that Paymob signs, in its order (paymob.md 3.1). */
const TRANSACTION_PATHS = [
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
  'order.id',
  'owner',
  'pending',
  'source_data.pan',
  'source_data.sub_type',
  'source_data.type',
  'success',
] as const;

/** The values of a card token that Paymob signs (paymob.md 3.2). */
const TOKEN_PATHS = [
  'card_subtype',
  'created_at',
  'email',
  'id',
  'masked_pan',
  'merchant_id',
  'order_id',
  'token',
] as const;

/** HMAC-SHA512 as 128 lower-case hexadecimal digits. */
export function sign(text: string, secret: string): string {
  return createHmac('sha512', secret).update(text, 'utf8').digest('hex');
}

/** Signs the `obj` of a processed callback. */
export function signTransaction(transaction: Json, secret: string): string {
  return sign(TRANSACTION_PATHS.map((path) => plainText(readPath(transaction, path))).join(''), secret);
}

/** Signs the flat query of a redirect, whose keys hold literal dots and whose order id is under `order`. */
export function signRedirect(query: Record<string, string>, secret: string): string {
  const values = TRANSACTION_PATHS.map((path) => query[path === 'order.id' ? 'order' : path] ?? '');
  return sign(values.join(''), secret);
}

/** Signs the `obj` of a TOKEN callback. */
export function signToken(token: Json, secret: string): string {
  return sign(TOKEN_PATHS.map((path) => plainText(token[path])).join(''), secret);
}
