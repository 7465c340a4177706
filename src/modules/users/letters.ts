import type { LetterText, Locale } from '../../common/mail/letter.js';
import type { UserEffect } from './user-outbox.schema.js';

export type LetterKind = UserEffect & `mail.${string}`;

/**
 * The texts of the mails to users. They hold nothing that a user typed: a name in a mail to a foreign address would let
 * anybody send advertisements through the shop.
 */
export const LETTERS: Record<LetterKind, Record<Locale, LetterText>> = {
  'mail.verify_email': {
    en: {
      subject: 'Confirm your e-mail address',
      paragraphs: [
        'Please confirm that this is your e-mail address:',
        'The link is good for 24 hours. If you did not give this address to our shop, ignore this message.',
      ],
      action: 'Confirm the address',
    },
    ar: {
      subject: 'تأكيد بريدك الإلكتروني',
      paragraphs: [
        'من فضلك أكّد أن هذا هو بريدك الإلكتروني:',
        'الرابط صالح لمدة 24 ساعة. إذا لم تكن قد أعطيت هذا العنوان لمتجرنا فتجاهل هذه الرسالة.',
      ],
      action: 'تأكيد البريد الإلكتروني',
    },
  },
  'mail.reset_password': {
    en: {
      subject: 'Choose a new password',
      paragraphs: [
        'Somebody, probably you, asked for a new password for your account:',
        'The link is good for one hour and works once. If it was not you, ignore this message; your password stays as it is.',
      ],
      action: 'Choose a new password',
    },
    ar: {
      subject: 'اختيار كلمة مرور جديدة',
      paragraphs: [
        'طلب شخص ما، غالبًا أنت، كلمة مرور جديدة لحسابك:',
        'الرابط صالح لمدة ساعة واحدة ولمرة واحدة. إذا لم تكن أنت فتجاهل هذه الرسالة، وستبقى كلمة مرورك كما هي.',
      ],
      action: 'اختيار كلمة مرور جديدة',
    },
  },
  'mail.password_changed': {
    en: {
      subject: 'Your password was changed',
      paragraphs: [
        'The password of your account has just been changed, and other devices have been signed out.',
        'If it was not you, ask for a new password at once and write to us.',
      ],
    },
    ar: {
      subject: 'تم تغيير كلمة المرور',
      paragraphs: [
        'تم للتو تغيير كلمة مرور حسابك وتسجيل الخروج من الأجهزة الأخرى.',
        'إذا لم تكن أنت فاطلب كلمة مرور جديدة فورًا وراسلنا.',
      ],
    },
  },
  'mail.email_changed': {
    en: {
      subject: 'Your e-mail address was changed',
      paragraphs: [
        'Your account has just been given another e-mail address; this one no longer belongs to it.',
        'If it was not you, write to us at once.',
      ],
    },
    ar: {
      subject: 'تم تغيير بريدك الإلكتروني',
      paragraphs: [
        'تم للتو ربط حسابك ببريد إلكتروني آخر، ولم يعد هذا البريد تابعًا له.',
        'إذا لم تكن أنت فراسلنا فورًا.',
      ],
    },
  },
};
