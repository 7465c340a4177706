import type { PaymentAttemptStatus } from './payment.schema.js';

const TEXTS: Record<PaymentAttemptStatus, { en: string; ar: string }> = {
  created: { en: 'Your payment is being checked.', ar: 'جارٍ التحقق من الدفع.' },
  pending: { en: 'Your payment is being checked.', ar: 'جارٍ التحقق من الدفع.' },
  succeeded: { en: 'Thank you, your order is paid.', ar: 'شكرًا لك، تم دفع طلبك.' },
  declined: {
    en: 'The payment was declined; you can try again.',
    ar: 'تم رفض الدفع، يمكنك المحاولة مرة أخرى.',
  },
};

/** The page on which the customer lands after paying; for shops without a page of their own. Holds no data of the order. */
export function renderReturnPage(status: PaymentAttemptStatus): string {
  const { en, ar } = TEXTS[status];
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Payment</title></head>' +
    `<body data-status="${status}"><main><h1>${en}</h1><h1 lang="ar" dir="rtl">${ar}</h1></main></body></html>`
  );
}
