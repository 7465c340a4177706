import type { LetterText, Locale } from '../../common/mail/letter.js';
import type { OrderMail } from './domain/order.js';

/** What a letter says of its order. */
interface LetterFacts {
  number: string;
  /** Amount with currency, as people read it. */
  total: string;
  /** Carrier and tracking number, where there are any. */
  tracking?: string;
}

type Write = (facts: LetterFacts) => LetterText;

const SEE = { en: 'See the order', ar: 'عرض الطلب' };

function letters(
  en: (facts: LetterFacts) => [subject: string, ...paragraphs: string[]],
  ar: (facts: LetterFacts) => [subject: string, ...paragraphs: string[]],
): Record<Locale, Write> {
  const write =
    (text: typeof en, action: string): Write =>
    (facts) => {
      const [subject, ...paragraphs] = text(facts);
      return { subject, paragraphs, action };
    };
  return { en: write(en, SEE.en), ar: write(ar, SEE.ar) };
}

/** The texts of the mails about an order; each leads to the order's page. */
export const ORDER_LETTERS: Record<OrderMail, Record<Locale, Write>> = {
  order_placed: letters(
    ({ number, total }) => [
      `Your order ${number}`,
      `Thank you. We have received your order ${number} over ${total}.`,
    ],
    ({ number, total }) => [`طلبك رقم ${number}`, `شكرًا لك. استلمنا طلبك رقم ${number} بقيمة ${total}.`],
  ),
  order_confirmed: letters(
    ({ number }) => [
      `Order ${number} is confirmed`,
      `Your order ${number} is confirmed and is being prepared.`,
    ],
    ({ number }) => [`تم تأكيد الطلب ${number}`, `تم تأكيد طلبك رقم ${number} وجارٍ تجهيزه.`],
  ),
  order_shipped: letters(
    ({ number, tracking }) => [
      `Order ${number} is on its way`,
      `A parcel of your order ${number} is on its way.`,
      ...(tracking === undefined ? [] : [`Tracking: ${tracking}`]),
    ],
    ({ number, tracking }) => [
      `الطلب ${number} في الطريق إليك`,
      `خرجت شحنة من طلبك رقم ${number} للتوصيل.`,
      ...(tracking === undefined ? [] : [`رقم التتبع: ${tracking}`]),
    ],
  ),
  order_delivered: letters(
    ({ number }) => [`Order ${number} has arrived`, `A parcel of your order ${number} has been delivered.`],
    ({ number }) => [`وصل الطلب ${number}`, `تم توصيل شحنة من طلبك رقم ${number}.`],
  ),
  order_cancelled: letters(
    ({ number }) => [
      `Order ${number} is cancelled`,
      `Your order ${number} has been cancelled. If you have paid, the money is on its way back to you.`,
    ],
    ({ number }) => [
      `تم إلغاء الطلب ${number}`,
      `تم إلغاء طلبك رقم ${number}. إذا كنت قد دفعت فسيعود المبلغ إليك.`,
    ],
  ),
  order_expired: letters(
    ({ number }) => [
      `Order ${number} was not paid`,
      `We did not receive a payment for your order ${number} in time, so we no longer hold its items.`,
    ],
    ({ number }) => [
      `لم يتم دفع الطلب ${number}`,
      `لم يصلنا دفع طلبك رقم ${number} في الوقت المحدد، لذلك لم تعد منتجاته محجوزة لك.`,
    ],
  ),
  order_link: letters(
    ({ number }) => [`The link to your order ${number}`, `With this link you can see your order ${number}.`],
    ({ number }) => [`رابط طلبك رقم ${number}`, `من هذا الرابط يمكنك متابعة طلبك رقم ${number}.`],
  ),
};
