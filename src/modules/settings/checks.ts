import { isISO31661Alpha2 } from 'class-validator';

/** An ISO 3166-1 alpha-2 code in capitals, as addresses are compared with it; the library alone takes small letters too. */
export function isCountryCode(text: string): boolean {
  return isISO31661Alpha2(text) && text === text.toUpperCase();
}
