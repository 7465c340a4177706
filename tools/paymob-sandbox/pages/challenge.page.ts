import { renderField } from './fields.ts';
import { formatMoney } from './format.ts';
import { html } from './html.ts';
import { renderPage } from './layout.ts';
import { textsOf, type Language } from './texts.ts';

export interface ChallengeView {
  language: Language;
  otherLanguageUrl: string;
  /** Where the form is sent. */
  action: string;
  kind: 'card' | 'wallet';
  amountCents: number;
  currency: string;
  /** The card with its middle digits left out, or the phone number. */
  source: string;
}

/** The page on which the customer proves who they are: the bank's 3-D Secure step, or the wallet's code and PIN. */
export function renderChallenge(view: ChallengeView): string {
  const { language, kind } = view;
  const texts = textsOf(language);
  return renderPage({
    title: kind === 'card' ? texts.bankCheck : texts.walletCheck,
    language,
    otherLanguageUrl: view.otherLanguageUrl,
    content: html`
      <p>${kind === 'card' ? texts.bankCheckExplanation : texts.walletCheckExplanation}</p>
      <dl class="summary">
        <div>
          <dt>${texts.total}</dt>
          <dd>${formatMoney(view.amountCents, view.currency, language)}</dd>
        </div>
        <div>
          <dt>${texts[kind]}</dt>
          <dd dir="ltr">${view.source}</dd>
        </div>
      </dl>
      <form class="apart" method="post" action="${view.action}">
        <input type="hidden" name="lang" value="${language}" />
        ${renderField('challenge', {
          name: 'otp',
          label: texts.code,
          hint: texts.codeHint,
          inputMode: 'numeric',
          autocomplete: 'one-time-code',
          maxLength: 6,
        })}
        ${
          kind === 'wallet' &&
          renderField('challenge', {
            name: 'mpin',
            label: texts.pin,
            hint: texts.codeHint,
            type: 'password',
            inputMode: 'numeric',
            maxLength: 6,
          })
        }
        <button name="action" value="confirm">${texts.confirm}</button>
        <button class="quiet" name="action" value="cancel" formnovalidate>${texts.cancel}</button>
      </form>
    `,
  });
}
