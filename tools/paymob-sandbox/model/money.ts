const MINOR_DIGITS: Record<string, number> = { OMR: 3 };

/** How many digits the currency has behind the point; Paymob calls the minor unit "cents" for all of them. */
export function minorDigits(currency: string): number {
  return MINOR_DIGITS[currency] ?? 2;
}

/** An amount as Paymob's messages print it, by Python's rules for a float: `100.0`, `99.5`, `99.95`. */
export function majorText(amountCents: number, currency: string): string {
  const text = (amountCents / 10 ** minorDigits(currency)).toString();
  return text.includes('.') ? text : `${text}.0`;
}
