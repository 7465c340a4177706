import type { CardToken, Method } from '../model/records.ts';
import { renderField, renderHidden } from './fields.ts';
import { formatMoney } from './format.ts';
import { html, type Html } from './html.ts';
import { renderPage } from './layout.ts';
import { textsOf, type Language, type Texts } from './texts.ts';

interface CheckoutMethod {
  method: Method;
  paymentKey: string;
}

export interface CheckoutView {
  language: Language;
  otherLanguageUrl: string | null;
  orderId: number;
  amountCents: number;
  currency: string;
  methods: CheckoutMethod[];
  savedCards: CardToken[];
  /** What is wrong with the form that was sent, by field. */
  errors?: Record<string, string>;
  entered?: { method: Method; holder?: string; msisdn?: string };
}

/** The page on which the customer chooses how to pay and gives card or phone number. */
export function renderCheckout(view: CheckoutView): string {
  const { language, methods, savedCards } = view;
  const texts = textsOf(language);
  const openMethod = view.entered?.method ?? methods[0]?.method;
  const forms = methods.map(
    ({ method, paymentKey }) => html`
      <details name="method" ${method === openMethod && html`open`}>
        <summary>${texts[method]}</summary>
        ${method === 'card' && savedCards.map((card) => savedCardForm(view, texts, paymentKey, card))}
        ${methodForm(view, texts, method, paymentKey)}
      </details>
    `,
  );
  return renderPage({
    title: texts.checkout,
    language,
    otherLanguageUrl: view.otherLanguageUrl,
    content: html`
      <dl class="summary">
        <div>
          <dt>${texts.total}</dt>
          <dd>${formatMoney(view.amountCents, view.currency, language)}</dd>
        </div>
        <div>
          <dt>${texts.order}</dt>
          <dd dir="ltr">${view.orderId}</dd>
        </div>
      </dl>
      <h2>${texts.payBy}</h2>
      ${forms}
    `,
  });
}

function methodForm(view: CheckoutView, texts: Texts, method: Method, paymentKey: string): Html {
  const hidden = renderHidden({ payment_token: paymentKey, lang: view.language });
  const amount = formatMoney(view.amountCents, view.currency, view.language);
  switch (method) {
    case 'card':
      return cardForm(view, texts, hidden, amount);
    case 'wallet':
      return html`<form method="post" action="/checkout/wallet">
        ${hidden}
        ${renderField('wallet', {
          name: 'msisdn',
          label: texts.phone,
          hint: texts.phoneHint,
          error: view.errors?.['msisdn'],
          type: 'tel',
          inputMode: 'numeric',
          autocomplete: 'tel-national',
          maxLength: 11,
          value: view.entered?.msisdn,
        })}
        <button>${texts.pay} ${amount}</button>
      </form>`;
    default:
      return html`<form method="post" action="/checkout/kiosk">
        ${hidden}
        <p>${texts.kioskExplanation}</p>
        <button>${texts.getReference}</button>
      </form>`;
  }
}

function cardForm(view: CheckoutView, texts: Texts, hidden: Html[], amount: string): Html {
  const errors = view.errors ?? {};
  return html`<form method="post" action="/checkout/card">
    ${hidden}
    ${renderField('card', {
      name: 'number',
      label: texts.cardNumber,
      hint: texts.cardNumberHint,
      error: errors['number'],
      inputMode: 'numeric',
      autocomplete: 'cc-number',
      maxLength: 23,
    })}
    <div class="row">
      ${renderField('card', {
        name: 'expiry',
        label: texts.expiry,
        hint: texts.expiryHint,
        error: errors['expiry'],
        inputMode: 'numeric',
        autocomplete: 'cc-exp',
        maxLength: 7,
      })}
      ${renderField('card', {
        name: 'cvv',
        label: texts.securityCode,
        hint: texts.securityCodeHint,
        error: errors['cvv'],
        type: 'password',
        inputMode: 'numeric',
        autocomplete: 'cc-csc',
        maxLength: 3,
      })}
    </div>
    ${renderField('card', {
      name: 'holder',
      label: texts.holder,
      error: errors['holder'],
      autocomplete: 'cc-name',
      value: view.entered?.holder,
    })}
    <label class="check"><input type="checkbox" name="save_card" value="true" />${texts.saveCard}</label>
    <button>${texts.pay} ${amount}</button>
  </form>`;
}

function savedCardForm(view: CheckoutView, texts: Texts, paymentKey: string, card: CardToken): Html {
  return html`<form method="post" action="/checkout/saved-card">
    ${renderHidden({ payment_token: paymentKey, lang: view.language, card_token: card.token })}
    ${renderField(`saved-${card.id}`, {
      name: 'cvv',
      label: `${texts.savedCard} ${card.subType} ${card.maskedPan.slice(-4)}: ${texts.securityCode}`,
      hint: texts.securityCodeHint,
      error: view.errors?.[`saved-${card.id}`],
      type: 'password',
      inputMode: 'numeric',
      autocomplete: 'cc-csc',
      maxLength: 3,
    })}
    <button>${texts.pay} ${formatMoney(view.amountCents, view.currency, view.language)}</button>
  </form>`;
}
