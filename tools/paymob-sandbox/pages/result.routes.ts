import type { Express, Request, Response } from 'express';
import { settlePayment } from '../payments/settle-payment.ts';
import type { Transaction } from '../model/records.ts';
import { returnUrl } from '../payments/return-url.ts';
import { CORRECT_CODE } from '../payments/challenge-code.ts';
import { toWesternDigits } from '../payments/test-cards.ts';
import type { OutcomeName } from '../payments/outcomes.ts';
import type { Sandbox } from '../sandbox.ts';
import { renderChallenge } from './challenge.page.ts';
import { continueAfter, renderOutcome } from './continue-after.ts';
import { renderKiosk } from './kiosk.page.ts';
import { formValue, languageOf, queryValue, sendProblem } from './page-request.ts';

/** The pages that follow the checkout: proof of identity, kiosk reference, and the default landing page. */
export function mountResults(app: Express, sandbox: Sandbox): void {
  app.get('/checkout/challenge/:challenge', (request, response) => showChallenge(sandbox, request, response));
  app.post('/checkout/challenge/:challenge', (request, response) =>
    answerChallenge(sandbox, request, response),
  );
  app.get('/checkout/kiosk/:id', (request, response) => showKiosk(sandbox, request, response));
  app.get('/api/acceptance/post_pay', showLanding);
}

function showChallenge(sandbox: Sandbox, request: Request, response: Response): void {
  const language = languageOf(request);
  const transaction = challenged(sandbox, request);
  if (transaction === undefined) return sendProblem(response, language, 404, 'unknownLink');
  if (transaction.state !== 'authenticating') return continueAfter(sandbox, transaction, language, response);
  const { source, amountCents, currency } = transaction;
  const page = renderChallenge({
    language,
    otherLanguageUrl: `${request.path}?lang=${language === 'ar' ? 'en' : 'ar'}`,
    action: request.path,
    kind: source.type === 'wallet' ? 'wallet' : 'card',
    amountCents,
    currency,
    source: source.maskedCard ?? source.pan,
  });
  response.type('html').send(page);
}

function answerChallenge(sandbox: Sandbox, request: Request, response: Response): void {
  const language = languageOf(request);
  const transaction = challenged(sandbox, request);
  if (transaction === undefined) return sendProblem(response, language, 404, 'unknownLink');
  const outcome = outcomeOfChallenge(transaction, request);
  const settled = sandbox.store.atomically(() => settlePayment(sandbox, transaction.id, outcome));
  continueAfter(sandbox, settled, language, response);
}

function outcomeOfChallenge({ source, plannedOutcome }: Transaction, request: Request): OutcomeName {
  const isRight = (name: string): boolean => toWesternDigits(formValue(request, name)) === CORRECT_CODE;
  const isConfirmed = formValue(request, 'action') !== 'cancel' && isRight('otp');
  if (source.type === 'wallet') {
    return isConfirmed && isRight('mpin') ? (plannedOutcome ?? 'WALLET_APPROVED') : 'WALLET_DECLINED';
  }
  return isConfirmed ? (plannedOutcome ?? 'APPROVED') : 'AUTHENTICATION_FAILED';
}

function showKiosk(sandbox: Sandbox, request: Request, response: Response): void {
  const language = languageOf(request);
  const transaction = sandbox.store.transactions.get(Number(request.params['id']));
  if (transaction?.source.type !== 'aggregator') return sendProblem(response, language, 404, 'unknownLink');
  const page = renderKiosk({
    language,
    otherLanguageUrl: `${request.path}?lang=${language === 'ar' ? 'en' : 'ar'}`,
    reference: transaction.id,
    amountCents: transaction.amountCents,
    currency: transaction.currency,
    validUntil: transaction.lapsesAt,
    shopUrl: returnUrl(sandbox, transaction),
  });
  response.type('html').send(page);
}

/** Paymob's own landing page, where customers end up when the merchant has set no address of its own. */
function showLanding(request: Request, response: Response): void {
  const state =
    queryValue(request, 'success') === 'true'
      ? 'succeeded'
      : queryValue(request, 'pending') === 'true'
        ? 'pending'
        : 'declined';
  response.type('html').send(renderOutcome(state, languageOf(request)));
}

function challenged(sandbox: Sandbox, request: Request): Transaction | undefined {
  const { challenge } = request.params;
  return typeof challenge === 'string'
    ? sandbox.store.transactions.latestBy('challenge', challenge)
    : undefined;
}
