import { html } from './html.ts';
import { renderPage } from './layout.ts';
import type { Language } from './texts.ts';

export interface MessageView {
  language: Language;
  otherLanguageUrl: string | null;
  title: string;
  explanation: string;
  kind: 'good' | 'bad' | 'open';
  /** A way on, when there is one. */
  link?: { url: string; text: string };
}

const SIGNS = { good: '✓', bad: '✕', open: '…' } as const;

/** A page that only says how things stand. */
export function renderMessage({
  language,
  otherLanguageUrl,
  title,
  explanation,
  kind,
  link,
}: MessageView): string {
  return renderPage({
    title,
    language,
    otherLanguageUrl,
    content: html`
      <div class="status ${kind}" aria-hidden="true">${SIGNS[kind]}</div>
      <p>${explanation}</p>
      ${link !== undefined && html`<p class="apart"><a class="button" href="${link.url}">${link.text}</a></p>`}
    `,
  });
}
