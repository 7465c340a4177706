import type { Locale } from '../../../common/mail/letter.js';

/** What the customer needs to know; several states of a payment are the same to them. */
export type ReturnOutcome = 'paid' | 'declined' | 'returned' | 'checking' | 'unknown';

export interface ReturnText {
  title: string;
  detail: string;
}

export const RETURN_TEXTS: Record<ReturnOutcome, Record<Locale, ReturnText>> = {
  paid: {
    ar: { title: 'شكرًا لك، تم الدفع', detail: 'تم تأكيد طلبك، وستصلك رسالة بالبريد الإلكتروني.' },
    en: { title: 'Thank you, your order is paid', detail: 'It is confirmed; you will get a mail about it.' },
  },
  declined: {
    ar: { title: 'لم يتم الدفع', detail: 'لم يُخصم أي مبلغ. يمكنك المحاولة مرة أخرى من صفحة طلبك.' },
    en: {
      title: 'The payment was declined',
      detail: 'Nothing was charged. You can try again from your order.',
    },
  },
  returned: {
    ar: {
      title: 'سيُعاد المبلغ إليك',
      detail: 'لم يعد الطلب بحاجة إلى هذا الدفع. قد يستغرق ذلك بضعة أيام حسب البنك.',
    },
    en: {
      title: 'Your money goes back',
      detail: 'The order did not need this payment. Depending on your bank it takes a few days.',
    },
  },
  checking: {
    ar: { title: 'جارٍ التحقق من الدفع', detail: 'يستغرق ذلك لحظات. لا داعي للدفع مرة أخرى.' },
    en: {
      title: 'Your payment is being checked',
      detail: 'This takes a moment. There is no need to pay again.',
    },
  },
  unknown: {
    ar: { title: 'لا يمكن عرض هذه الصفحة', detail: 'حالة الدفع موضحة في صفحة طلبك.' },
    en: { title: 'This page cannot be shown', detail: 'Your order shows how the payment stands.' },
  },
};

export const BACK_TO_SHOP: Record<Locale, string> = { ar: 'العودة إلى طلبك', en: 'Back to your order' };
