import type { Response } from 'express';
import type { Transaction } from '../model/records.ts';
import { returnUrl } from '../payments/return-url.ts';
import type { Sandbox } from '../sandbox.ts';
import { renderMessage } from './message.page.ts';
import { textsOf, type Language } from './texts.ts';

/** Sends the browser on after a step: to the proof of identity, to the kiosk's reference, or back to the shop. */
export function continueAfter(
  sandbox: Sandbox,
  transaction: Transaction,
  language: Language,
  response: Response,
): void {
  const challenge = sandbox.lookup.challengeUrl(transaction);
  if (challenge !== null) return response.redirect(303, `${challenge}?lang=${language}`);
  const { method } = sandbox.lookup.integration(transaction.integrationId);
  if (method === 'kiosk') return response.redirect(303, `/checkout/kiosk/${transaction.id}?lang=${language}`);
  const url = returnUrl(sandbox, transaction);
  if (url !== null) return response.redirect(303, url);
  response.type('html').send(renderOutcome(transaction.state, language));
}

/** The page for customers who are not sent back to a shop. */
export function renderOutcome(state: Transaction['state'], language: Language): string {
  const texts = textsOf(language);
  const [title, kind] =
    state === 'succeeded'
      ? ([texts.paid, 'good'] as const)
      : state === 'pending' || state === 'authenticating'
        ? ([texts.pending, 'open'] as const)
        : ([texts.declined, 'bad'] as const);
  return renderMessage({ language, otherLanguageUrl: null, title, explanation: texts.closePage, kind });
}
