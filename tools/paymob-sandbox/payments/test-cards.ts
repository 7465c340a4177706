import type { Source } from '../model/records.ts';
import type { OutcomeName } from './outcomes.ts';

/** Paymob's published test cards, the only numbers that the sandbox takes, so that no real card is ever typed in for nothing. */
const TEST_CARDS = new Map([
  ['5123456789012346', 'MasterCard'],
  ['5123450000000008', 'MasterCard'],
  ['4111111111111111', 'Visa'],
]);

/** Expiry dates that decide how a payment ends, as in the simulator of Paymob's card gateway; every other date is approved until it has passed. */
const OUTCOMES_BY_EXPIRY = new Map<string, OutcomeName>([
  ['05/39', 'DECLINED'],
  ['04/27', 'EXPIRED_CARD'],
  ['07/39', 'INSUFFICIENT_FUNDS'],
  ['06/39', 'BLOCKED'],
  ['08/28', 'TIMED_OUT'],
]);

/** What the sandbox keeps of a card number: its first six and last four digits. Null when it is not a test card. */
export function readCardNumber(entered: string): Source | null {
  const number = toWesternDigits(entered).replace(/[\s-]/g, '');
  const subType = TEST_CARDS.get(number);
  if (subType === undefined) return null;
  const last4 = number.slice(-4);
  return { type: 'card', subType, pan: last4, maskedCard: `${number.slice(0, 6)}xxxxxx${last4}` };
}

/** How a payment with this expiry date ends; null when the text is not a date. */
export function outcomeOfExpiry(entered: string, now: number): OutcomeName | null {
  const match = /^(0[1-9]|1[0-2])\s*[/-]?\s*(\d{2})$/.exec(toWesternDigits(entered).trim());
  if (match === null) return null;
  const [, month, year] = match;
  const firstMomentAfter = Date.UTC(2000 + Number(year), Number(month), 1);
  return (
    OUTCOMES_BY_EXPIRY.get(`${month}/${year}`) ?? (firstMomentAfter <= now ? 'EXPIRED_CARD' : 'APPROVED')
  );
}

/** Digits as Arabic keyboards give them, in the form that the rules are written for. */
export function toWesternDigits(text: string): string {
  return text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660));
}
