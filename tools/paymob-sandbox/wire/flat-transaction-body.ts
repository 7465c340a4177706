import type { Json } from '../model/json.ts';
import { signRedirect } from './hmac.ts';
import { redirectValues } from './redirect-url.ts';

const NUMBERS = ['id', 'amount_cents', 'integration_id', 'profile_id', 'order', 'owner', 'captured_amount'];

/** A transaction as the answer to a payment with a saved card shows it: flat, with dots in its keys and booleans as text. */
export function flatTransactionBody(transaction: Json, secret: string): Json {
  const values = redirectValues(transaction);
  const entries = Object.entries(values).map(([key, value]) => [
    key,
    NUMBERS.includes(key) ? Number(value) : value,
  ]);
  return { ...(Object.fromEntries(entries) as Json), hmac: signRedirect(values, secret) };
}
