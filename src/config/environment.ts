import { plainToInstance, Transform, Type } from 'class-transformer';
import {
  getMetadataStorage,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
  NotContains,
  ValidateIf,
  validateSync,
} from 'class-validator';

export const NODE_ENVIRONMENTS = ['development', 'test', 'production'] as const;
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'] as const;
export const PAYMOB_FLOWS = ['intention', 'legacy'] as const;
export const PAYMOB_REGIONS = ['egypt', 'ksa', 'uae', 'oman', 'pakistan'] as const;

const LOCAL_URL = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };
/** Digits only: Paymob's ids are JSON integers and an id sent as a string is answered with 404. */
const toInteger = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;

/** The environment variables that the application reads; every other module gets them through `AppConfig`. */
export class Environment {
  @IsIn(NODE_ENVIRONMENTS)
  NODE_ENV: (typeof NODE_ENVIRONMENTS)[number] = 'development';

  @Transform(toInteger)
  @IsInt()
  @Min(0)
  @Max(65535)
  PORT = 5000;

  @Matches(/^mongodb(\+srv)?:\/\/\S+$/, {
    message: 'MONGODB_URI must be a mongodb:// or mongodb+srv:// address',
  })
  MONGODB_URI: string;

  /** RFC 8725: an HS256 key shorter than its hash can be searched, so 32 bytes are the floor. */
  @IsString()
  @MinLength(32, { message: 'JWT_SECRET must have at least 32 characters (openssl rand -base64 48)' })
  @NotContains('change-me', {
    message: 'JWT_SECRET is a placeholder; set a random one (openssl rand -base64 48)',
  })
  JWT_SECRET: string;

  /** The country of the Paymob account: it decides the host and when a business day ends. */
  @IsIn(PAYMOB_REGIONS)
  PAYMOB_REGION: (typeof PAYMOB_REGIONS)[number] = 'egypt';

  /** Another host than the region's, such as the sandbox. */
  @IsOptional()
  @IsUrl(LOCAL_URL, {
    message: 'PAYMOB_BASE_URL must be an http(s) address such as https://accept.paymob.com',
  })
  PAYMOB_BASE_URL?: string;

  @IsIn(PAYMOB_FLOWS)
  PAYMOB_FLOW: (typeof PAYMOB_FLOWS)[number] = 'intention';

  @IsString()
  @MinLength(1)
  PAYMOB_API_KEY: string;

  @Transform(toInteger)
  @IsInt({ message: 'PAYMOB_INTEGRATION_ID must be the integer id of the card integration' })
  PAYMOB_INTEGRATION_ID: number;

  /** When set, cards are only authorised, through this integration, and staff capture them. */
  @IsOptional()
  @Transform(toInteger)
  @IsInt({
    message: 'PAYMOB_AUTH_INTEGRATION_ID must be the integer id of an integration for authorisations',
  })
  PAYMOB_AUTH_INTEGRATION_ID?: number;

  /** Without it the shop takes no mobile wallets. */
  @IsOptional()
  @Transform(toInteger)
  @IsInt({ message: 'PAYMOB_WALLET_INTEGRATION_ID must be the integer id of the wallet integration' })
  PAYMOB_WALLET_INTEGRATION_ID?: number;

  /** Without it nobody pays at kiosks. */
  @IsOptional()
  @Transform(toInteger)
  @IsInt({ message: 'PAYMOB_KIOSK_INTEGRATION_ID must be the integer id of the kiosk integration' })
  PAYMOB_KIOSK_INTEGRATION_ID?: number;

  @ValidateIf((environment: Environment) => environment.PAYMOB_FLOW === 'legacy')
  @Transform(toInteger)
  @IsInt({ message: 'PAYMOB_IFRAME_ID must be an integer; the legacy flow needs it' })
  PAYMOB_IFRAME_ID?: number;

  /** Creates intentions, and captures, voids and refunds; without it the older flow does the last two by its API key. */
  @ValidateIf((environment: Environment) => environment.PAYMOB_FLOW === 'intention')
  @IsString({ message: 'PAYMOB_SECRET_KEY is needed by the intention flow' })
  @MinLength(1)
  PAYMOB_SECRET_KEY?: string;

  @ValidateIf((environment: Environment) => environment.PAYMOB_FLOW === 'intention')
  @IsString({ message: 'PAYMOB_PUBLIC_KEY is needed by the intention flow' })
  @MinLength(1)
  PAYMOB_PUBLIC_KEY?: string;

  /** Without it no callback could be trusted, so the application refuses to start. */
  @IsString()
  @MinLength(8, { message: 'PAYMOB_HMAC_SECRET is needed to check callbacks' })
  PAYMOB_HMAC_SECRET: string;

  /** The account's user id, signed into each callback as `owner`; pins callbacks to this merchant. */
  @Transform(toInteger)
  @IsInt({
    message: 'PAYMOB_OWNER_ID must be the integer id of the Paymob account (the callback field "owner")',
  })
  PAYMOB_OWNER_ID: number;

  @IsUrl(LOCAL_URL, { message: 'PUBLIC_URL must be the http(s) address under which clients reach the API' })
  PUBLIC_URL = 'http://127.0.0.1:5000';

  /** Where the links in mails lead: `/verify-email#…` and `/reset-password#…` of the shop's pages; PUBLIC_URL by default. */
  @IsOptional()
  @IsUrl(LOCAL_URL, { message: 'STOREFRONT_URL must be the http(s) address of the shop’s pages' })
  STOREFRONT_URL?: string;

  /** Comma-separated exact origins; empty allows none. */
  @IsString()
  CORS_ORIGINS = '';

  @IsIn(LOG_LEVELS)
  LOG_LEVEL: (typeof LOG_LEVELS)[number] = 'log';

  @IsOptional()
  @Matches(/^(smtps?|log):\/\//, { message: 'MAIL_URL must be smtp://, smtps:// or log://' })
  MAIL_URL?: string;

  @Matches(/^[A-Z]{3}$/, { message: 'STORE_CURRENCY must be an ISO 4217 code such as EGP' })
  STORE_CURRENCY = 'EGP';

  /** Multiplies every rate limit; for load tests, and for shops whose customers reach the API through one address. */
  @Type(() => Number)
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0.01)
  RATE_LIMIT_FACTOR = 1;

  /** What order numbers begin with. */
  @Matches(/^[A-Z0-9-]{0,12}$/, {
    message: 'ORDER_NUMBER_PREFIX must be at most 12 capital letters, digits or dashes',
  })
  ORDER_NUMBER_PREFIX = 'ORD-';

  /** Reverse proxies in front of the server whose X-Forwarded-For entries are trusted; 0 trusts none. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(10)
  TRUST_PROXY_HOPS = 0;
}

/** The variables that the application reads. */
export const ENVIRONMENT_NAMES = [
  ...new Set(
    getMetadataStorage()
      .getTargetValidationMetadatas(Environment, '', true, false)
      .map(({ propertyName }) => propertyName),
  ),
];

/** Thrown at boot; its message names every problem at once so that one restart can mend them all. */
export class InvalidEnvironmentError extends Error {
  constructor(readonly problems: string[]) {
    super(
      `The environment is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\n` +
        'See .env.example and the configuration table in README.md.',
    );
    this.name = 'InvalidEnvironmentError';
  }
}

/**
 * Checks and types the environment.
 * @throws {InvalidEnvironmentError} naming every missing or malformed variable; never prints a value, since most are secrets
 */
export function loadEnvironment(source: Record<string, string | undefined>): Environment {
  const given = Object.fromEntries(
    ENVIRONMENT_NAMES.filter((name) => source[name] !== undefined && source[name] !== '').map((name) => [
      name,
      source[name],
    ]),
  );
  const environment = plainToInstance(Environment, given, { exposeDefaultValues: true });
  const problems = validateSync(environment).flatMap(({ property, constraints = {} }) => {
    const messages = Object.values(constraints);
    if (given[property] === undefined && messages.length > 0) {
      return [`${property} is missing: ${messages.at(-1)}`];
    }
    return messages;
  });
  if (problems.length > 0) throw new InvalidEnvironmentError(problems);
  return environment;
}
