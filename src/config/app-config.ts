import { loadEnvironment, type Environment } from './environment.js';

/** The configuration that the application injects: the environment, grouped and parsed once at boot. */
export class AppConfig {
  readonly isProduction: boolean;
  readonly port: number;
  readonly mongodbUri: string;
  readonly jwtSecret: string;
  readonly publicUrl: string;
  /** Where the links in mails lead. */
  readonly storefrontUrl: string;
  readonly corsOrigins: string[];
  readonly logLevel: Environment['LOG_LEVEL'];
  readonly mailUrl: string | undefined;
  /** ISO 4217 code in which products are priced and orders placed. */
  readonly storeCurrency: string;
  readonly orderNumberPrefix: string;
  readonly trustProxyHops: number;
  readonly rateLimitFactor: number;
  readonly paymob: PaymobConfig;

  constructor(environment: Environment) {
    this.isProduction = environment.NODE_ENV === 'production';
    this.port = environment.PORT;
    this.mongodbUri = environment.MONGODB_URI;
    this.jwtSecret = environment.JWT_SECRET;
    this.publicUrl = environment.PUBLIC_URL.replace(/\/+$/, '');
    this.storefrontUrl = (environment.STOREFRONT_URL ?? this.publicUrl).replace(/\/+$/, '');
    this.corsOrigins = environment.CORS_ORIGINS.split(',')
      .map((origin) => origin.trim())
      .filter(Boolean);
    this.logLevel = environment.LOG_LEVEL;
    this.mailUrl = environment.MAIL_URL;
    this.storeCurrency = environment.STORE_CURRENCY;
    this.orderNumberPrefix = environment.ORDER_NUMBER_PREFIX;
    this.trustProxyHops = environment.TRUST_PROXY_HOPS;
    this.rateLimitFactor = environment.RATE_LIMIT_FACTOR;
    this.paymob = paymobConfig(environment);
  }

  /** @throws {InvalidEnvironmentError} naming every problem */
  static fromEnvironment(source: Record<string, string | undefined> = process.env): AppConfig {
    return new AppConfig(loadEnvironment(source));
  }
}

export interface PaymobConfig {
  readonly baseUrl: string;
  /** IANA name; a business day of the account ends at its midnight. */
  readonly timeZone: string;
  readonly flow: Environment['PAYMOB_FLOW'];
  readonly apiKey: string;
  /** Empty when the older flow goes without it. */
  readonly secretKey: string;
  readonly publicKey: string;
  readonly hmacSecret: string;
  /** The integration of each method; a method without one is not offered. */
  readonly integrations: Readonly<Partial<Record<PaymobMethod, number>>>;
  readonly iframeId: number | undefined;
  readonly ownerId: number;
}

/** `auth` is a card of which the money is only set aside. */
type PaymobMethod = 'card' | 'auth' | 'wallet' | 'kiosk';

/** Paymob's host and the time of each country (paymob.md 0). */
const PAYMOB_REGION: Record<Environment['PAYMOB_REGION'], { host: string; timeZone: string }> = {
  egypt: { host: 'https://accept.paymob.com', timeZone: 'Africa/Cairo' },
  ksa: { host: 'https://ksa.paymob.com', timeZone: 'Asia/Riyadh' },
  uae: { host: 'https://uae.paymob.com', timeZone: 'Asia/Dubai' },
  oman: { host: 'https://oman.paymob.com', timeZone: 'Asia/Muscat' },
  pakistan: { host: 'https://pakistan.paymob.com', timeZone: 'Asia/Karachi' },
};

function paymobConfig(environment: Environment): PaymobConfig {
  const { host, timeZone } = PAYMOB_REGION[environment.PAYMOB_REGION];
  const optional = {
    auth: environment.PAYMOB_AUTH_INTEGRATION_ID,
    wallet: environment.PAYMOB_WALLET_INTEGRATION_ID,
    kiosk: environment.PAYMOB_KIOSK_INTEGRATION_ID,
  };
  return {
    baseUrl: (environment.PAYMOB_BASE_URL ?? host).replace(/\/+$/, ''),
    timeZone,
    flow: environment.PAYMOB_FLOW,
    apiKey: environment.PAYMOB_API_KEY,
    secretKey: environment.PAYMOB_SECRET_KEY ?? '',
    publicKey: environment.PAYMOB_PUBLIC_KEY ?? '',
    hmacSecret: environment.PAYMOB_HMAC_SECRET,
    integrations: { card: environment.PAYMOB_INTEGRATION_ID, ...optional },
    iframeId: environment.PAYMOB_IFRAME_ID,
    ownerId: environment.PAYMOB_OWNER_ID,
  };
}
