import { Injectable } from '@nestjs/common';
import type { PaymentProvider } from './payment-provider.port.js';
import { CashProvider } from './providers/cash/cash.provider.js';
import { PaymobProvider } from './providers/paymob/paymob.provider.js';

/** The providers by the name that stands in payments. */
@Injectable()
export class PaymentProviders {
  /** Takes every payment that is made online. */
  readonly online: PaymentProvider;
  private readonly byName: Map<string, PaymentProvider>;

  constructor(paymob: PaymobProvider, cash: CashProvider) {
    this.online = paymob;
    this.byName = new Map([paymob, cash].map((provider) => [provider.name, provider]));
  }

  get(name: string): PaymentProvider {
    const provider = this.byName.get(name);
    if (provider === undefined) throw new Error(`There is no payment provider ${name}`);
    return provider;
  }
}
