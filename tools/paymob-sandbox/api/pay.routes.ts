import type { Json } from '../model/json.ts';
import type { Method, PaymentKey, Transaction } from '../model/records.ts';
import { beginPayment, refusalOf, type PaymentStart } from '../payments/begin-payment.ts';
import { KIOSK_SOURCE } from '../payments/kiosk.ts';
import { returnUrl } from '../payments/return-url.ts';
import { savedCardSource } from '../payments/save-card.ts';
import { isWalletNumber, outcomeOfWallet, walletSource } from '../payments/wallet.ts';
import type { Sandbox } from '../sandbox.ts';
import { flatTransactionBody } from '../wire/flat-transaction-body.ts';
import { ApiError } from '../wire/api-error.ts';
import { Fields } from './fields.ts';
import type { Answer, Call, Route } from './route.ts';

export const payRoutes: Route[] = [{ method: 'post', path: '/api/acceptance/payments/pay{/}', handle: pay }];

/** Pays with a payment key: by wallet, at a kiosk or with a saved card. */
function pay(sandbox: Sandbox, call: Call): Answer {
  const fields = new Fields(call.body);
  const token = fields.text('payment_token', { max: 5000 });
  const source = fields.object('source', (inner) => ({
    identifier: inner.text('identifier'),
    subtype: inner.text('subtype').toUpperCase(),
  }));
  fields.check();
  const key = payableKey(sandbox, token);
  switch (source.subtype) {
    case 'WALLET':
      return payByWallet(sandbox, key, source.identifier);
    case 'AGGREGATOR':
      return payAtKiosk(sandbox, key);
    case 'TOKEN':
      return payBySavedCard(sandbox, key, source.identifier);
    default:
      throw new ApiError(400, { source: { subtype: [`"${source.subtype}" is not a valid choice.`] } });
  }
}

function payByWallet(sandbox: Sandbox, key: PaymentKey, msisdn: string): Answer {
  requireMethod(sandbox, key, 'wallet');
  if (!isWalletNumber(msisdn))
    throw new ApiError(400, { source: { identifier: ['Invalid wallet number.'] } });
  const transaction = beginPayment(sandbox, key, {
    source: walletSource(msisdn),
    outcome: outcomeOfWallet(msisdn),
  });
  const url = sandbox.lookup.challengeUrl(transaction);
  const body = {
    ...sandbox.lookup.transactionBody(transaction),
    redirect_url: url,
    iframe_redirection_url: url,
  };
  return { status: 200, body };
}

function payAtKiosk(sandbox: Sandbox, key: PaymentKey): Answer {
  requireMethod(sandbox, key, 'kiosk');
  const start: PaymentStart = { source: KIOSK_SOURCE, outcome: 'KIOSK_PENDING' };
  return { status: 200, body: sandbox.lookup.transactionBody(beginPayment(sandbox, key, start)) };
}

/** The merchant starts the payment: without 3-D Secure by an integration for that, with it by any other. */
function payBySavedCard(sandbox: Sandbox, key: PaymentKey, token: string): Answer {
  requireMethod(sandbox, key, 'card');
  const card = sandbox.store.cardTokens.latestBy('token', token);
  if (card === undefined) throw new ApiError(400, { source: { identifier: ['Invalid card token.'] } });
  const transaction = beginPayment(sandbox, key, {
    source: savedCardSource(card),
    outcome: card.outcome,
  });
  return { status: 200, body: flatBody(sandbox, transaction) };
}

function flatBody(sandbox: Sandbox, transaction: Transaction): Json {
  const challenge = sandbox.lookup.challengeUrl(transaction);
  return {
    ...flatTransactionBody(sandbox.lookup.transactionBody(transaction), sandbox.hmacSecret),
    use_redirection: challenge !== null,
    redirection_url: challenge ?? returnUrl(sandbox, transaction),
    merchant_response: '',
    bypass_step_six: challenge !== null,
  };
}

function payableKey(sandbox: Sandbox, token: string): PaymentKey {
  const key = sandbox.store.paymentKeys.get(token);
  if (key === undefined) throw ApiError.unauthorized('incorrect credentials');
  switch (refusalOf(sandbox, key)) {
    case null:
      return key;
    case 'order-locked':
      throw new ApiError(400, { detail: 'The order is locked: it has been paid' });
    case 'secret-used':
      throw new ApiError(400, { detail: 'The intention has already been paid or attempted' });
    default:
      throw ApiError.unauthorized('The payment token has expired');
  }
}

function requireMethod(sandbox: Sandbox, key: PaymentKey, method: Method): void {
  if (sandbox.lookup.integration(key.integrationId).method !== method) {
    throw new ApiError(400, { detail: 'The source does not fit the integration of the payment token' });
  }
}
