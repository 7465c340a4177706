import { readPath, withPath, type Json } from '../model/json.ts';
import type { Effects } from './scenario.ts';

export interface Signed {
  obj: Json;
  /** The query parameters that carry the signature: normally one `hmac`. */
  hmacs: string[];
}

/** Applies the effects of a scenario to a callback's object around its signing. */
export function distort(obj: Json, effects: Effects, signer: (obj: Json) => string): Signed {
  let prepared = withPaths(obj, effects.set ?? {});
  if (effects.null_numbers === true) prepared = withNulls(prepared);
  if (effects.extra_fields === true)
    prepared = { ...prepared, fee_bigint: 9007199254740991, future_field: { a: [1] } };
  const hmac = signer(prepared);
  if (effects.shift_digits !== undefined) prepared = withShiftedDigits(prepared, effects.shift_digits);
  return { obj: withPaths(prepared, effects.tamper ?? {}), hmacs: garble(hmac, effects.hmac) };
}

const NULLABLE_NUMBERS = [
  'refunded_amount_cents',
  'captured_amount',
  'merchant_commission',
  'accept_fees',
] as const;

function withNulls(obj: Json): Json {
  const nulled = NULLABLE_NUMBERS.filter((key) => obj[key] === 0).map((key) => [key, null]);
  return { ...obj, ...(Object.fromEntries(nulled) as Json) };
}

function withPaths(obj: Json, values: Json): Json {
  return Object.entries(values).reduce((changed, [path, value]) => withPath(changed, path, value), obj);
}

/** Moves the shortest run of last digits that does not begin with 0, since a number cannot keep a leading zero. */
function withShiftedDigits(obj: Json, neighbours: NonNullable<Effects['shift_digits']>): Json {
  const [left = '', right = ''] = neighbours.split('|');
  const match = /^(\d+)([1-9]0*)$/.exec(String(readPath(obj, left)));
  if (match === null) return obj;
  const shortened = withPath(obj, left, Number(match[1]));
  return withPath(shortened, right, Number(`${match[2]}${String(readPath(obj, right))}`));
}

function garble(hmac: string, how: Effects['hmac']): string[] {
  switch (how) {
    case 'flipped':
      return [hmac.slice(0, -1) + (Number.parseInt(hmac.slice(-1), 16) ^ 1).toString(16)];
    case 'uppercase':
      return [hmac.toUpperCase()];
    case 'missing':
      return [];
    case 'short':
      return [hmac.slice(0, 64)];
    case 'repeated':
      return [hmac, hmac];
    default:
      return [hmac];
  }
}
