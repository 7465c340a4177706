import type { PaymobSandbox } from '../index.ts';

export interface Shown {
  status: number;
  html: string;
  /** Where the browser is sent to; null when a page is shown. */
  location: URL | null;
}

export const GOOD_CARD = { number: '5123456789012346', expiry: '01/39', cvv: '123', holder: 'Test Account' };

/** A customer's browser without scripts: it opens pages, sends forms, and stops at redirects. */
export class Browser {
  private readonly sandbox: PaymobSandbox;

  constructor(sandbox: PaymobSandbox) {
    this.sandbox = sandbox;
  }

  open(path: string, headers: Record<string, string> = {}): Promise<Shown> {
    return this.request(path, { headers });
  }

  send(path: string, form: Record<string, string>): Promise<Shown> {
    return this.request(path, { method: 'POST', body: new URLSearchParams(form) });
  }

  /** Gives a card and, where the bank asks, the code; returns where it ends. */
  async payByCard(paymentKey: string, card: Record<string, string> = {}, otp = '123456'): Promise<Shown> {
    const shown = await this.send('/checkout/card', { payment_token: paymentKey, ...GOOD_CARD, ...card });
    return this.answerChallenge(shown, { otp });
  }

  async payByWallet(
    paymentKey: string,
    msisdn = '01010101010',
    answers: Record<string, string> = {},
  ): Promise<Shown> {
    const shown = await this.send('/checkout/wallet', { payment_token: paymentKey, msisdn });
    return this.answerChallenge(shown, { otp: '123456', mpin: '123456', ...answers });
  }

  /** Fills in the page that proves who the customer is, if that is where the browser was sent. */
  answerChallenge(shown: Shown, answers: Record<string, string>): Promise<Shown> {
    if (shown.location?.pathname.startsWith('/checkout/challenge/') !== true) return Promise.resolve(shown);
    return this.send(shown.location.pathname, { action: 'confirm', ...answers });
  }

  private async request(path: string, init: RequestInit): Promise<Shown> {
    const response = await fetch(new URL(path, this.sandbox.url), { redirect: 'manual', ...init });
    const location = response.headers.get('location');
    return {
      status: response.status,
      html: await response.text(),
      location: location === null ? null : new URL(location, this.sandbox.url),
    };
  }
}
