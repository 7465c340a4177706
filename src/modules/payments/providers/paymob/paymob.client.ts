import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../../config/app-config.js';
import { ProviderMisconfiguredError } from '../../payment.errors.js';
import { type PaymobCall, PaymobHttp } from './paymob-http.js';
import { PaymobToken } from './paymob-token.js';

type Call = Omit<PaymobCall, 'headers'>;

/** Paymob's two ways of knowing the shop: by its secret key, and by a token for its API key. */
@Injectable()
export class PaymobClient {
  constructor(
    private readonly http: PaymobHttp,
    private readonly tokens: PaymobToken,
    private readonly config: AppConfig,
  ) {}

  /** Calls with the secret key. @throws {PaymentProviderError} */
  async bySecretKey(call: Call): Promise<unknown> {
    const { secretKey } = this.config.paymob;
    return this.http.call({ ...call, headers: { Authorization: `Token ${secretKey}` } });
  }

  /**
   * Calls with a token. One that is refused is renewed once: Paymob does nothing for a caller whom it does not know, so
   * even a call that moves money may be repeated then.
   * @throws {PaymentProviderError}
   */
  async byToken(call: Call): Promise<unknown> {
    const token = await this.tokens.get();
    try {
      return await this.callWith(token, call);
    } catch (error) {
      if (!(error instanceof ProviderMisconfiguredError && error.status === 401)) throw error;
      await this.tokens.drop(token);
      return this.callWith(await this.tokens.get(), call);
    }
  }

  /** Captures, voids and refunds: by the secret key, or where the shop has none by the token, as the older documents have it. */
  async forOperation(call: Call): Promise<unknown> {
    return this.config.paymob.secretKey === '' ? this.byToken(call) : this.bySecretKey(call);
  }

  private async callWith(token: string, call: Call): Promise<unknown> {
    return this.http.call({ ...call, headers: { Authorization: `Bearer ${token}` } });
  }
}
