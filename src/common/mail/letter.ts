import type { Mail } from './mail.transport.js';

export const LOCALES = ['ar', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** The text of a letter in one language: paragraphs, with a link after the first of them or none. */
export interface LetterText {
  subject: string;
  paragraphs: string[];
  /** The words of the link, when the letter has one. */
  action?: string;
}

/** Sets a letter as plain text and as HTML, from right to left in Arabic. */
export function renderLetter(
  { subject, paragraphs, action }: LetterText,
  locale: Locale,
  link?: string,
): Pick<Mail, 'subject' | 'text' | 'html'> {
  const [first = '', ...rest] = paragraphs;
  const linkLines = link === undefined ? [] : [link];
  const button =
    link === undefined ? [] : [`<p><a href="${escapeHtml(link)}">${escapeHtml(action ?? link)}</a></p>`];
  const direction = locale === 'ar' ? 'rtl' : 'ltr';
  const body = [paragraph(first), ...button, ...rest.map(paragraph)].join('\n');
  return {
    subject,
    text: `${[first, ...linkLines, ...rest].join('\n\n')}\n`,
    html: `<!doctype html>\n<html lang="${locale}" dir="${direction}"><head><meta charset="utf-8"></head><body>\n${body}\n</body></html>\n`,
  };
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
