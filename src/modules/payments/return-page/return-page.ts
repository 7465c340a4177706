import type { Locale } from '../../../common/mail/letter.js';
import type { PaymentAttemptStatus } from '../domain/payment-status.js';
import { RETURN_STYLE } from './return-style.js';
import { BACK_TO_SHOP, RETURN_TEXTS, type ReturnOutcome } from './return-texts.js';

const OUTCOMES: Record<PaymentAttemptStatus, ReturnOutcome> = {
  created: 'checking',
  pending: 'checking',
  authorized: 'paid',
  succeeded: 'paid',
  partially_refunded: 'paid',
  declined: 'declined',
  expired: 'declined',
  refunded: 'returned',
  voided: 'returned',
};

const MARKS: Record<ReturnOutcome, string> = {
  paid: '✓',
  declined: '✕',
  returned: '↩',
  checking: '…',
  unknown: '?',
};
/** While the provider's callback is on its way. */
const REFRESH_SECONDS = 4;

export interface ReturnPage {
  /** Undefined when the browser brings nothing that the provider has signed. */
  status: PaymentAttemptStatus | undefined;
  locale: Locale;
  /** Where the customer goes on. */
  link: string;
}

/**
 * The page on which the customer lands after paying, in both languages, the preferred one first. It looks the payment up
 * and changes nothing; of the order it holds only the link.
 */
export function renderReturnPage({ status, locale, link }: ReturnPage): string {
  const outcome = status === undefined ? 'unknown' : OUTCOMES[status];
  const second: Locale = locale === 'ar' ? 'en' : 'ar';
  const [text, other] = [RETURN_TEXTS[outcome][locale], RETURN_TEXTS[outcome][second]];
  const refresh = outcome === 'checking' ? `<meta http-equiv="refresh" content="${REFRESH_SECONDS}">` : '';
  return `<!doctype html>
<html lang="${locale}" dir="${direction(locale)}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">${refresh}
<title>${text.title}</title><style>${RETURN_STYLE}</style></head>
<body data-outcome="${outcome}"><main>
<div class="mark" aria-hidden="true">${MARKS[outcome]}</div>
<h1>${text.title}</h1><p>${text.detail}</p>
<a href="${escapeAttribute(link)}" target="_top">${BACK_TO_SHOP[locale]}</a>
<section lang="${second}" dir="${direction(second)}"><h2>${other.title}</h2><p>${other.detail}</p></section>
</main></body></html>
`;
}

function direction(locale: Locale): 'rtl' | 'ltr' {
  return locale === 'ar' ? 'rtl' : 'ltr';
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
