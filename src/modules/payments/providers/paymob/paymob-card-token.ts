import { isJson } from './json.js';
import { CREATED_AT } from './paymob-transaction.js';

/** The signed values of the callback about a card that was saved with a payment, strictly typed. */
export interface PaymobCardToken {
  card_subtype: string;
  created_at: string;
  email: string;
  id: number;
  masked_pan: string;
  merchant_id: number;
  /** Text, unlike everywhere else. */
  order_id: string;
  token: string;
}

const SHORT_TEXT = /^[^\p{C}]{1,200}$/u;
const DIGITS = /^[1-9]\d{0,15}$/;
/** Never more than the last four digits. */
const MASKED_PAN = /^[xX*-]+\d{4}$/;

/** Reads the `obj` of a TOKEN callback; null when any signed value has not exactly the type that Paymob sends. */
export function readCardToken(obj: unknown): PaymobCardToken | null {
  if (!isJson(obj)) return null;
  const { card_subtype, created_at, email, id, masked_pan, merchant_id, order_id, token } = obj;
  const isTyped =
    Number.isSafeInteger(id) &&
    Number.isSafeInteger(merchant_id) &&
    [card_subtype, email, token].every((value) => typeof value === 'string' && SHORT_TEXT.test(value)) &&
    isMatch(created_at, CREATED_AT) &&
    isMatch(masked_pan, MASKED_PAN) &&
    isMatch(order_id, DIGITS);
  return isTyped ? (obj as unknown as PaymobCardToken) : null;
}

function isMatch(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}
