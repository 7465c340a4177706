import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../common/clock/clock.js';
import { AppConfig } from '../../../../config/app-config.js';
import { requireText } from './json.js';
import { PaymobHttp } from './paymob-http.js';

/** A token is valid for an hour (paymob.md 1). */
const KEPT_MS = 55 * 60_000;

/** The token that Paymob gives for the API key: fetched once for all who wait for it, and renewed before it runs out. */
@Injectable()
export class PaymobToken {
  private cached: { token: Promise<string>; renewAt: Date } | undefined;

  constructor(
    private readonly http: PaymobHttp,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** @throws {PaymentProviderError} */
  async get(): Promise<string> {
    if (this.cached === undefined || this.cached.renewAt <= this.clock.now()) {
      const fetched = { token: this.fetch(), renewAt: this.clock.in(KEPT_MS) };
      this.cached = fetched;
      // A failure is not kept.
      fetched.token.catch(() => this.forget(fetched));
    }
    return this.cached.token;
  }

  /** After a token was refused: the next one is fetched. */
  async drop(token: string): Promise<void> {
    const { cached } = this;
    if (cached !== undefined && (await cached.token) === token) this.forget(cached);
  }

  private forget(entry: PaymobToken['cached']): void {
    if (this.cached === entry) this.cached = undefined;
  }

  private async fetch(): Promise<string> {
    const body = { api_key: this.config.paymob.apiKey };
    const answer = await this.http.call({ method: 'POST', path: '/api/auth/tokens', body, isSafe: true });
    return requireText(answer, 'token');
  }
}
