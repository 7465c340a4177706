import { AppConfig } from '../../src/config/app-config.js';
import { loadEnvironment } from '../../src/config/environment.js';

/** A complete, valid environment that reaches nothing outside of this machine. */
export function testEnvironment(overrides: Record<string, string> = {}): Record<string, string> {
  return {
    NODE_ENV: 'test',
    MONGODB_URI: 'mongodb://127.0.0.1:1/unused',
    JWT_SECRET: 'a-test-secret-that-is-long-enough-to-be-accepted',
    PAYMOB_BASE_URL: 'http://127.0.0.1:1',
    PAYMOB_API_KEY: 'test-api-key',
    PAYMOB_INTEGRATION_ID: '1001',
    PAYMOB_IFRAME_ID: '3001',
    PAYMOB_SECRET_KEY: 'egy_sk_test_sandbox',
    PAYMOB_PUBLIC_KEY: 'egy_pk_test_sandbox',
    PAYMOB_HMAC_SECRET: 'sandbox_hmac_secret',
    PAYMOB_OWNER_ID: '500001',
    // TEST_LOG_LEVEL=error shows why a request failed.
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'fatal',
    ...overrides,
  };
}

export function testConfig(overrides: Record<string, string> = {}): AppConfig {
  return new AppConfig(loadEnvironment(testEnvironment(overrides)));
}
