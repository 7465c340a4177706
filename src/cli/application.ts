import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { DatabaseConnector } from '../common/persistence/database.connector.js';
import { AppConfig } from '../config/app-config.js';

/** Commands need the database and the currency; where the rest is not set, these pass the checks and reach nothing. */
const UNUSED = {
  JWT_SECRET: 'not-used-by-commands-not-used-by-commands',
  PAYMOB_API_KEY: 'not-used',
  PAYMOB_INTEGRATION_ID: '1',
  PAYMOB_SECRET_KEY: 'not-used',
  PAYMOB_PUBLIC_KEY: 'not-used',
  PAYMOB_HMAC_SECRET: 'not-used-by-commands',
  PAYMOB_OWNER_ID: '1',
  LOG_LEVEL: 'warn',
};

/** The configuration of a command. @throws {InvalidEnvironmentError} */
export function commandConfig(overrides: Record<string, string> = {}): AppConfig {
  return AppConfig.fromEnvironment({ ...UNUSED, ...process.env, ...overrides });
}

/**
 * The application without its HTTP server, connected to the database at MONGODB_URI; the caller closes it.
 * @throws {InvalidEnvironmentError}
 */
export async function openApplication(): Promise<INestApplicationContext> {
  const application = await NestFactory.createApplicationContext(AppModule.forRoot(commandConfig()), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  await application.get(DatabaseConnector).ensureConnected();
  return application;
}
