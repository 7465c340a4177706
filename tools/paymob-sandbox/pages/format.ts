import { minorDigits } from '../model/money.ts';
import type { Language } from './texts.ts';

const LOCALES = { en: 'en-EG', ar: 'ar-EG' } as const;

export function formatMoney(amountCents: number, currency: string, language: Language): string {
  const digits = minorDigits(currency);
  const format = new Intl.NumberFormat(LOCALES[language], {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(amountCents / 10 ** digits);
}

/** A moment in Cairo's time. */
export function formatMoment(time: number, language: Language): string {
  const format = new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: 'Africa/Cairo',
    dateStyle: 'long',
    timeStyle: 'short',
  });
  return format.format(time);
}
