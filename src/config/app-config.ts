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
    this.paymob = {
      baseUrl: environment.PAYMOB_BASE_URL.replace(/\/+$/, ''),
      flow: environment.PAYMOB_FLOW,
      apiKey: environment.PAYMOB_API_KEY,
      secretKey: environment.PAYMOB_SECRET_KEY ?? '',
      publicKey: environment.PAYMOB_PUBLIC_KEY ?? '',
      hmacSecret: environment.PAYMOB_HMAC_SECRET,
      integrationId: environment.PAYMOB_INTEGRATION_ID,
      iframeId: environment.PAYMOB_IFRAME_ID,
      ownerId: environment.PAYMOB_OWNER_ID,
    };
  }

  /** @throws {InvalidEnvironmentError} naming every problem */
  static fromEnvironment(source: Record<string, string | undefined> = process.env): AppConfig {
    return new AppConfig(loadEnvironment(source));
  }
}

export interface PaymobConfig {
  readonly baseUrl: string;
  readonly flow: Environment['PAYMOB_FLOW'];
  readonly apiKey: string;
  readonly secretKey: string;
  readonly publicKey: string;
  readonly hmacSecret: string;
  readonly integrationId: number;
  readonly iframeId: number | undefined;
  readonly ownerId: number;
}
