import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { PaymobSandbox } from '../paymob-sandbox/index.ts';

export interface ShopAddresses {
  port: number;
  mongodbUri: string;
  sandbox: PaymobSandbox;
}

/** A complete environment for a shop on this machine; what the caller's own environment says comes first. */
export function shopEnvironment(
  { port, mongodbUri, sandbox }: ShopAddresses,
  secretFile?: string,
): NodeJS.ProcessEnv {
  const { keys } = sandbox;
  return {
    NODE_ENV: 'development',
    JWT_SECRET: keptSecret(secretFile),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    CORS_ORIGINS: 'http://localhost:3000,http://127.0.0.1:3000',
    MAIL_URL: 'log://',
    PAYMOB_BASE_URL: sandbox.url,
    PAYMOB_API_KEY: keys.apiKey,
    PAYMOB_SECRET_KEY: keys.secretKey,
    PAYMOB_PUBLIC_KEY: keys.publicKey,
    PAYMOB_HMAC_SECRET: keys.hmacSecret,
    PAYMOB_OWNER_ID: String(keys.ownerId),
    PAYMOB_IFRAME_ID: String(keys.iframeId),
    PAYMOB_INTEGRATION_ID: String(keys.integrations['card']),
    PAYMOB_WALLET_INTEGRATION_ID: String(keys.integrations['wallet']),
    PAYMOB_KIOSK_INTEGRATION_ID: String(keys.integrations['kiosk']),
    ...process.env,
    PORT: String(port),
    MONGODB_URI: mongodbUri,
  };
}

/** Kept beside the data, so that a restart signs nobody out. */
function keptSecret(file: string | undefined): string {
  if (file !== undefined && existsSync(file)) return readFileSync(file, 'utf8').trim();
  const secret = randomBytes(48).toString('base64');
  if (file !== undefined) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, secret, { mode: 0o600 });
  }
  return secret;
}
