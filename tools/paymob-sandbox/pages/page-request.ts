import type { Request, Response } from 'express';
import { isJson } from '../model/json.ts';
import type { PaymentKey } from '../model/records.ts';
import { refusalOf, type Refusal } from '../payments/begin-payment.ts';
import type { Sandbox } from '../sandbox.ts';
import { renderMessage } from './message.page.ts';
import { chooseLanguage, textsOf, type Language } from './texts.ts';

/** The language of a page or form. */
export function languageOf(request: Request): Language {
  return chooseLanguage(
    formValue(request, 'lang') || request.query['lang'],
    request.headers['accept-language'],
  );
}

/** A value of the form that was sent; empty when it is missing or was sent more than once. */
export function formValue(request: Request, name: string): string {
  const value = isJson(request.body) ? request.body[name] : undefined;
  return typeof value === 'string' ? value : '';
}

export function queryValue(request: Request, name: string): string {
  const value = request.query[name];
  return typeof value === 'string' ? value : '';
}

/** The key when it can be paid with now; otherwise a page has been sent that says why not. */
export function payableKey(
  sandbox: Sandbox,
  key: PaymentKey | undefined,
  request: Request,
  response: Response,
): PaymentKey | null {
  if (key === undefined) {
    sendProblem(response, languageOf(request), 404, 'unknownLink');
    return null;
  }
  const refusal = refusalOf(sandbox, key);
  if (refusal === null) return key;
  sendProblem(response, languageOf(request), 410, PROBLEMS[refusal]);
  return null;
}

const PROBLEMS = {
  'order-locked': 'paidOrder',
  'key-expired': 'expiredLink',
  'secret-expired': 'expiredLink',
  'secret-used': 'usedLink',
} as const satisfies Record<Refusal, string>;

export function sendProblem(
  response: Response,
  language: Language,
  status: number,
  problem: 'unknownLink' | 'usedLink' | 'expiredLink' | 'paidOrder' | 'liveKey',
): void {
  const texts = textsOf(language);
  const page = renderMessage({
    language,
    otherLanguageUrl: null,
    title: texts[problem],
    explanation: problem === 'usedLink' ? texts.usedLinkExplanation : texts.closePage,
    kind: 'bad',
  });
  response.status(status).type('html').send(page);
}
