import type { Decimal128, Long } from 'bson';

/** The sign of a value against the double nearest to it, with the digits of the difference; '' for none. */
type Residual = string;

/** What a 64-bit integer is beyond the double nearest to it. */
export function longResidual(value: Long): Residual {
  const exact = value.toBigInt();
  const double = value.toNumber();
  return Number.isSafeInteger(double) ? '' : encode(exact - BigInt(double), 0);
}

/** The double nearest to a decimal, and what the decimal is beyond it. */
export function decimalResidual(decimal: Decimal128): [number, Residual] {
  const text = decimal.toString();
  const nearest = Number(text);
  if (Number.isNaN(nearest) || /inf/i.test(text)) return [nearest, ''];
  // A finite decimal stays below a double's infinity.
  const double = Number.isFinite(nearest) ? nearest : Math.sign(nearest) * Number.MAX_VALUE;
  const [digits, scale] = decimalParts(text);
  const [doubleDigits, doubleScale] = exactDecimal(double);
  const common = Math.max(scale, doubleScale);
  const difference =
    digits * 10n ** BigInt(common - scale) - doubleDigits * 10n ** BigInt(common - doubleScale);
  return [double, encode(difference, common)];
}

/** `digits / 10^scale` of a decimal's text. */
export function decimalParts(text: string): [digits: bigint, scale: number] {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return shift(BigInt(whole + fraction), fraction.length - Number(exponent));
}

function shift(digits: bigint, scale: number): [bigint, number] {
  return scale >= 0 ? [digits, scale] : [digits * 10n ** BigInt(-scale), 0];
}

/** A double is a whole number over a power of two, and so a finite decimal. */
function exactDecimal(double: number): [digits: bigint, scale: number] {
  let scale = 0;
  while (!Number.isInteger(double)) {
    double *= 2;
    scale++;
  }
  return [BigInt(double) * 5n ** BigInt(scale), scale];
}

/** `difference / 10^scale` as text that compares as the numbers do: sign, place of the first digit, digits. */
function encode(difference: bigint, scale: number): Residual {
  if (difference === 0n) return '';
  const negative = difference < 0n;
  const digits = String(negative ? -difference : difference);
  const exponent = digits.length - scale + 0x8000;
  const magnitude = `${String.fromCharCode(exponent >> 8, exponent & 0xff)}${digits.replace(/0+$/, '')}\0`;
  if (!negative) return `\x81${magnitude}`;
  return `\x7f${Array.from(magnitude, (char) => String.fromCharCode(~char.charCodeAt(0) & 0xff)).join('')}`;
}
