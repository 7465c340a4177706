import type { Express, Request, Response } from 'express';
import type { PaymentKey, Source } from '../model/records.ts';
import { beginPayment } from '../payments/begin-payment.ts';
import { KIOSK_SOURCE } from '../payments/kiosk.ts';
import { savedCardSource } from '../payments/save-card.ts';
import type { OutcomeName } from '../payments/outcomes.ts';
import { outcomeOfExpiry, readCardNumber, toWesternDigits } from '../payments/test-cards.ts';
import { isWalletNumber, outcomeOfWallet, walletSource } from '../payments/wallet.ts';
import type { Sandbox } from '../sandbox.ts';
import { ACCOUNT } from '../seed.ts';
import { checkoutView } from './checkout-view.ts';
import { renderCheckout, type CheckoutView } from './checkout.page.ts';
import { continueAfter } from './continue-after.ts';
import { formValue, languageOf, payableKey, queryValue, sendProblem } from './page-request.ts';
import { textsOf } from './texts.ts';

const SECURITY_CODE = /^\d{3}$/;

/** The pages on which customers choose a method and pay. */
export function mountCheckout(app: Express, sandbox: Sandbox): void {
  app.get('/unifiedcheckout/', (request, response) => showUnifiedCheckout(sandbox, request, response));
  app.get('/api/acceptance/iframes/:id', (request, response) => showIframe(sandbox, request, response));
  app.post('/checkout/card', (request, response) => payByCard(sandbox, request, response));
  app.post('/checkout/saved-card', (request, response) => payBySavedCard(sandbox, request, response));
  app.post('/checkout/wallet', (request, response) => payByWallet(sandbox, request, response));
  app.post('/checkout/kiosk', (request, response) => payByKiosk(sandbox, request, response));
}

function showUnifiedCheckout(sandbox: Sandbox, request: Request, response: Response): void {
  const publicKey = queryValue(request, 'publicKey');
  if (publicKey.includes('_live_')) return sendProblem(response, languageOf(request), 401, 'liveKey');
  const intention = sandbox.store.intentions.get(queryValue(request, 'clientSecret'));
  const known = publicKey === ACCOUNT.publicKey ? intention : undefined;
  const [firstKey] = known === undefined ? [] : sandbox.store.paymentKeys.findBy('orderId', known.orderId);
  showCheckout(sandbox, firstKey, request, response);
}

function showIframe(sandbox: Sandbox, request: Request, response: Response): void {
  const isKnown = request.params['id'] === String(ACCOUNT.iframeId);
  const key = sandbox.store.paymentKeys.get(queryValue(request, 'payment_token'));
  const isCard = key !== undefined && sandbox.lookup.integration(key.integrationId).method === 'card';
  showCheckout(sandbox, isKnown && isCard ? key : undefined, request, response);
}

function showCheckout(
  sandbox: Sandbox,
  found: PaymentKey | undefined,
  request: Request,
  response: Response,
): void {
  const key = payableKey(sandbox, found, request, response);
  if (key === null) return;
  response.type('html').send(renderCheckout(checkoutView(sandbox, key, languageOf(request))));
}

function payByCard(sandbox: Sandbox, request: Request, response: Response): void {
  const texts = textsOf(languageOf(request));
  const source = readCardNumber(formValue(request, 'number'));
  const outcome = outcomeOfExpiry(formValue(request, 'expiry'), sandbox.clock.now());
  const holder = formValue(request, 'holder').trim();
  const errors = {
    ...(source === null && { number: texts.invalidCard }),
    ...(outcome === null && { expiry: texts.invalidExpiry }),
    ...(!SECURITY_CODE.test(toWesternDigits(formValue(request, 'cvv'))) && {
      cvv: texts.invalidSecurityCode,
    }),
    ...(holder === '' && { holder: texts.invalidHolder }),
  };
  pay(sandbox, request, response, {
    errors,
    entered: { method: 'card', holder },
    source,
    outcome,
    saveCard: formValue(request, 'save_card') === 'true',
  });
}

function payBySavedCard(sandbox: Sandbox, request: Request, response: Response): void {
  const texts = textsOf(languageOf(request));
  const card = sandbox.store.cardTokens.latestBy('token', formValue(request, 'card_token'));
  const isCodeGiven = SECURITY_CODE.test(toWesternDigits(formValue(request, 'cvv')));
  pay(sandbox, request, response, {
    errors: isCodeGiven ? {} : { [`saved-${card?.id}`]: texts.invalidSecurityCode },
    entered: { method: 'card' },
    source: card === undefined ? null : savedCardSource(card),
    outcome: card === undefined ? null : card.outcome,
  });
}

function payByWallet(sandbox: Sandbox, request: Request, response: Response): void {
  const texts = textsOf(languageOf(request));
  const msisdn = toWesternDigits(formValue(request, 'msisdn')).trim();
  pay(sandbox, request, response, {
    errors: isWalletNumber(msisdn) ? {} : { msisdn: texts.invalidPhone },
    entered: { method: 'wallet', msisdn },
    source: walletSource(msisdn),
    outcome: outcomeOfWallet(msisdn),
  });
}

function payByKiosk(sandbox: Sandbox, request: Request, response: Response): void {
  pay(sandbox, request, response, {
    errors: {},
    entered: { method: 'kiosk' },
    source: KIOSK_SOURCE,
    outcome: 'KIOSK_PENDING',
  });
}

interface Attempt {
  errors: Record<string, string>;
  entered: NonNullable<CheckoutView['entered']>;
  source: Source | null;
  outcome: OutcomeName | null;
  saveCard?: boolean;
}

/** Starts the payment and sends the browser on, or shows the form again with what is wrong in it. */
function pay(sandbox: Sandbox, request: Request, response: Response, attempt: Attempt): void {
  const { errors, entered, source, outcome, saveCard } = attempt;
  const key = payableKey(
    sandbox,
    sandbox.store.paymentKeys.get(formValue(request, 'payment_token')),
    request,
    response,
  );
  if (key === null) return;
  const integration = sandbox.lookup.integration(key.integrationId);
  if (integration.method !== entered.method)
    return sendProblem(response, languageOf(request), 404, 'unknownLink');
  const language = languageOf(request);
  if (source === null || outcome === null || Object.keys(errors).length > 0) {
    const view = { ...checkoutView(sandbox, key, language), errors, entered };
    response.status(422).type('html').send(renderCheckout(view));
    return;
  }
  const transaction = sandbox.store.atomically(() =>
    beginPayment(sandbox, key, { source, outcome, saveCard }),
  );
  continueAfter(sandbox, transaction, language, response);
}
