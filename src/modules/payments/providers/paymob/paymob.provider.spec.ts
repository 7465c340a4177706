import { jest } from '@jest/globals';
import { Clock } from '../../../../common/clock/clock.js';
import { AppConfig } from '../../../../config/app-config.js';
import type { TransactionState } from '../../domain/transaction-state.js';
import { MethodUnavailableError } from '../../payment.errors.js';
import type { CheckoutRequest } from '../../payment-provider.port.js';
import type { IntentionFlow } from './intention-flow.js';
import type { LegacyFlow } from './legacy-flow.js';
import type { PaymobClient } from './paymob.client.js';
import { PaymobProvider } from './paymob.provider.js';

const ENVIRONMENT = {
  MONGODB_URI: 'mongodb://127.0.0.1:27017/shop',
  JWT_SECRET: 'x'.repeat(32),
  PAYMOB_API_KEY: 'key',
  PAYMOB_INTEGRATION_ID: '1001',
  PAYMOB_SECRET_KEY: 'sk',
  PAYMOB_PUBLIC_KEY: 'pk',
  PAYMOB_HMAC_SECRET: 'hmac-secret',
  PAYMOB_OWNER_ID: '500001',
};
const SALE = { id: '1', isAuthorization: false } as TransactionState;
const AUTHORIZATION = { ...SALE, isAuthorization: true };

describe(PaymobProvider.name, () => {
  const createCheckout = jest.fn<IntentionFlow['createCheckout']>();
  let now: Date;

  const providerOf = (environment: Record<string, string> = {}) => {
    const config = AppConfig.fromEnvironment({ ...ENVIRONMENT, ...environment });
    const clock = new Clock();
    jest.spyOn(clock, 'now').mockImplementation(() => now);
    const flow = { createCheckout } as unknown as IntentionFlow;
    const provider = new PaymobProvider({} as PaymobClient, config, clock, flow, {} as LegacyFlow);
    return { config, provider };
  };

  /** Each country's last half-hour of 15 January, UTC. */
  it.each([
    ['egypt', 'https://accept.paymob.com', '2026-01-15T21:30:00Z'],
    ['ksa', 'https://ksa.paymob.com', '2026-01-15T20:30:00Z'],
    ['uae', 'https://uae.paymob.com', '2026-01-15T19:30:00Z'],
    ['oman', 'https://oman.paymob.com', '2026-01-15T19:30:00Z'],
    ['pakistan', 'https://pakistan.paymob.com', '2026-01-15T18:30:00Z'],
  ])('talks to the host of its country (%s, %s) and voids until midnight there', (region, host, evening) => {
    const { config, provider } = providerOf({ PAYMOB_REGION: region });
    const takenAt = new Date(evening);
    const canVoidAfter = (minutes: number, sale = SALE, method = 'card') => {
      now = new Date(takenAt.getTime() + minutes * 60_000);
      return provider.canVoid(sale, method, takenAt);
    };

    expect(config.paymob.baseUrl).toBe(host);
    expect([canVoidAfter(29), canVoidAfter(30)]).toEqual([true, false]);
    expect(canVoidAfter(24 * 60, AUTHORIZATION)).toBe(true);
    expect(canVoidAfter(0, SALE, 'wallet')).toBe(false);
  });

  it.each(['EGP', 'SAR', 'AED', 'PKR', 'USD', 'OMR'])(
    'takes %s, whose minor unit is what Paymob calls cents',
    async (currency) => {
      const checkout = { providerOrderId: '700001', channelId: '1001' };
      createCheckout.mockReset().mockResolvedValue(checkout);
      const request = { method: 'card', currency, amountMinor: 12_345 } as CheckoutRequest;

      await expect(providerOf().provider.createCheckout(request)).resolves.toBe(checkout);

      expect(createCheckout).toHaveBeenCalledWith(request, 1001, 1_800);
    },
  );

  it.each(['KWD', 'BHD', 'JOD', 'JPY'])(
    'does not take %s, whose amounts Paymob would misread',
    async (currency) => {
      const request = { method: 'card', currency, amountMinor: 12_345 } as CheckoutRequest;

      await expect(providerOf().provider.createCheckout(request)).rejects.toThrow(MethodUnavailableError);
    },
  );
});
