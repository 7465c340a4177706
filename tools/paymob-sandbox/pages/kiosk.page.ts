import { formatMoment, formatMoney } from './format.ts';
import { html } from './html.ts';
import { renderPage } from './layout.ts';
import { textsOf, type Language } from './texts.ts';

export interface KioskView {
  language: Language;
  otherLanguageUrl: string;
  reference: number;
  amountCents: number;
  currency: string;
  validUntil: number | null;
  /** Null when a scenario keeps the browser here. */
  shopUrl: string | null;
}

/** The page that tells the customer which number to pay at a kiosk. */
export function renderKiosk(view: KioskView): string {
  const { language } = view;
  const texts = textsOf(language);
  return renderPage({
    title: texts.kioskTitle,
    language,
    otherLanguageUrl: view.otherLanguageUrl,
    content: html`
      <p>${texts.kioskSteps}</p>
      <p class="reference" dir="ltr">
        <span aria-label="${texts.kioskReference}" data-reference>${view.reference}</span>
      </p>
      <dl class="summary">
        <div>
          <dt>${texts.total}</dt>
          <dd>${formatMoney(view.amountCents, view.currency, language)}</dd>
        </div>
        ${
          view.validUntil !== null &&
          html`<div>
            <dt>${texts.kioskUntil}</dt>
            <dd>${formatMoment(view.validUntil, language)}</dd>
          </div>`
        }
      </dl>
      ${view.shopUrl !== null && html`<p class="apart"><a class="button" href="${view.shopUrl}">${texts.backToShop}</a></p>`}
    `,
  });
}
