import { html, Html } from './html.ts';
import { STYLE } from './style.ts';
import { textsOf, type Language } from './texts.ts';

export interface Page {
  title: string;
  language: Language;
  /** The same page in the other language; null for the answer to a form, which has no address. */
  otherLanguageUrl: string | null;
  content: Html;
}

/** A whole page, complete in itself: no script and nothing from another address. */
export function renderPage({ title, language, otherLanguageUrl, content }: Page): string {
  const texts = textsOf(language);
  const other = language === 'ar' ? 'en' : 'ar';
  return html`<!doctype html>
    <html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <span class="brand">Paymob <b>sandbox</b></span>
          ${
            otherLanguageUrl !== null &&
            html`<a href="${otherLanguageUrl}" lang="${other}" hreflang="${other}">${texts.otherLanguage}</a>`
          }
        </header>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
        <footer>${texts.sandbox}</footer>
      </body>
    </html>`.text;
}
