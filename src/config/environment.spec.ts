import { readFileSync } from 'node:fs';
import { AppConfig } from './app-config.js';
import { ENVIRONMENT_NAMES, InvalidEnvironmentError, loadEnvironment } from './environment.js';

const VALID = {
  MONGODB_URI: 'mongodb://127.0.0.1:27017/shop',
  JWT_SECRET: 'x'.repeat(32),
  PAYMOB_API_KEY: 'key',
  PAYMOB_INTEGRATION_ID: '1001',
  PAYMOB_SECRET_KEY: 'egy_sk_test_key',
  PAYMOB_PUBLIC_KEY: 'egy_pk_test_key',
  PAYMOB_HMAC_SECRET: 'hmac-secret',
  PAYMOB_OWNER_ID: '500001',
};

function problemsOf(environment: Record<string, string | undefined>): string[] {
  try {
    loadEnvironment(environment);
    return [];
  } catch (error) {
    if (error instanceof InvalidEnvironmentError) return error.problems;
    throw error;
  }
}

describe(loadEnvironment.name, () => {
  it('takes what is needed and fills in the rest', () => {
    expect(AppConfig.fromEnvironment(VALID)).toMatchObject({
      port: 5000,
      storeCurrency: 'EGP',
      corsOrigins: [],
      paymob: { flow: 'intention', baseUrl: 'https://accept.paymob.com', integrations: { card: 1001 } },
    });
  });

  it('names every problem at once and prints no value', () => {
    const error = new InvalidEnvironmentError(
      problemsOf({ MONGODB_URI: 'redis://secret-host', JWT_SECRET: 'too-short-secret', PORT: 'ninety' }),
    );
    for (const name of [
      'MONGODB_URI',
      'JWT_SECRET',
      'PORT',
      'PAYMOB_API_KEY',
      'PAYMOB_INTEGRATION_ID',
      'PAYMOB_SECRET_KEY',
      'PAYMOB_PUBLIC_KEY',
      'PAYMOB_HMAC_SECRET',
      'PAYMOB_OWNER_ID',
    ]) {
      expect(error.message).toContain(name);
    }
    expect(error.message).not.toMatch(/secret-host|too-short-secret|ninety/);
  });

  it.each([
    ['a secret of 31 bytes', { JWT_SECRET: 'x'.repeat(31) }, 'JWT_SECRET'],
    ['a placeholder for a secret', { JWT_SECRET: 'change-me-change-me-change-me-change-me' }, 'JWT_SECRET'],
    ['an integration id that is a word', { PAYMOB_INTEGRATION_ID: 'card' }, 'PAYMOB_INTEGRATION_ID'],
    ['a currency in small letters', { STORE_CURRENCY: 'egp' }, 'STORE_CURRENCY'],
    ['a port beyond 65535', { PORT: '70000' }, 'PORT'],
    ['an unknown flow', { PAYMOB_FLOW: 'magic' }, 'PAYMOB_FLOW'],
    ['the older flow without its iframe', { PAYMOB_FLOW: 'legacy' }, 'PAYMOB_IFRAME_ID'],
    ['an address that is none', { PUBLIC_URL: 'shop' }, 'PUBLIC_URL'],
    ['an empty needed variable', { PAYMOB_API_KEY: '' }, 'PAYMOB_API_KEY'],
  ])('refuses %s', (_, overrides, name) => {
    expect(problemsOf({ ...VALID, ...overrides }).join()).toContain(name);
  });

  it('reads exactly the variables that .env.example and the README explain', () => {
    const example = readFileSync('.env.example', 'utf8');
    const explained = [...example.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name!);
    expect(explained.toSorted()).toEqual(ENVIRONMENT_NAMES.toSorted());
    const readme = readFileSync('README.md', 'utf8');
    for (const name of ENVIRONMENT_NAMES) expect(readme).toContain(`\`${name}\``);
  });
});
