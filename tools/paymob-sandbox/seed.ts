import type { Integration, Method } from './model/records.ts';

/** The only account of the sandbox. Every value is made up; no value works at Paymob. */
export const ACCOUNT = {
  apiKey: 'sandbox_api_key',
  secretKey: 'egy_sk_test_sandbox',
  publicKey: 'egy_pk_test_sandbox',
  hmacSecret: 'sandbox_hmac_secret',
  /** The user id, signed into each callback as `owner`. */
  ownerId: 500001,
  /** The merchant id: `profile_id` of transactions, `merchant_id` of card tokens. */
  profileId: 600001,
  iframeId: 9001,
} as const;

/** First numbers of the sequences; ids are handed out one by one from here. */
export const FIRST_IDS = { orders: 700001, transactions: 900001, cardTokens: 800001 } as const;

const GATEWAY_TYPES = { card: 'MIGS', wallet: 'UIG', kiosk: 'CAGG' } as const;

export const INTEGRATIONS: readonly Integration[] = [
  integration(1001, 'card', 'card', 'EGP'),
  integration(1002, 'wallet', 'wallet', 'EGP'),
  integration(1003, 'kiosk', 'kiosk', 'EGP'),
  integration(1004, 'card-auth', 'card', 'EGP', { isAuth: true }),
  integration(1005, 'moto', 'card', 'EGP', { isMoto: true }),
  integration(1006, 'card-usd', 'card', 'USD'),
  integration(1099, 'card-live', 'card', 'EGP', { isLive: true }),
  integration(2001, 'card-uae', 'card', 'AED', { region: 'are' }),
  integration(3001, 'card-oman', 'card', 'OMR', { region: 'omn' }),
];

function integration(
  id: number,
  name: string,
  method: Method,
  currency: string,
  options: Partial<Integration> = {},
): Integration {
  return {
    id,
    name,
    method,
    currency,
    gatewayType: GATEWAY_TYPES[method],
    region: 'egy',
    isAuth: false,
    isMoto: false,
    isLive: false,
    processedCallback: null,
    responseCallback: null,
    ...options,
  };
}
