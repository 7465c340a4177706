/** Digits after the point where ISO 4217 says other than 2. */
const MINOR_DIGITS: Record<string, number> = {
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLP: 0,
  DJF: 0,
  ISK: 0,
  JPY: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  XAF: 0,
  XOF: 0,
};

/** The number of minor-unit digits of an ISO 4217 code: EGP 2, KWD 3, JPY 0. */
export function currencyDigits(currency: string): number {
  return MINOR_DIGITS[currency] ?? 2;
}

const DECIMAL = /^(\d{1,12})(?:\.(\d{1,6}))?$/;

/**
 * Reads a decimal such as "12.99" into minor units without ever making it a float.
 * @returns null for anything else, and where digits would be lost (12.995 EGP)
 */
export function parseDecimalToMinor(text: string, currency: string): number | null {
  const match = DECIMAL.exec(text.trim());
  if (match === null) return null;
  const digits = currencyDigits(currency);
  const fraction = match[2] ?? '';
  if (/[1-9]/.test(fraction.slice(digits))) return null;
  const minor = Number(match[1]! + fraction.slice(0, digits).padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? minor : null;
}

/** Writes minor units as a decimal text: 1299 EGP → "12.99", 5 KWD → "0.005". */
export function formatMinor(amountMinor: number, currency: string): string {
  const digits = currencyDigits(currency);
  const sign = amountMinor < 0 ? '-' : '';
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
