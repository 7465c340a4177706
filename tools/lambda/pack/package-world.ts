import { mongo } from 'mongoose';
import { migrateUp } from '../../../src/cli/migrations.ts';
import { startLocalMongo } from '../../local-mongo/index.ts';

/** What a packaged application needs around it, all on this machine. */
export interface PackageWorld {
  /** The application's environment variables, complete. */
  environment: Record<string, string>;
  database: mongo.Db;
  stop(): Promise<void>;
}

const SECRETS = {
  JWT_SECRET: 'a-secret-for-this-machine-only-long-enough',
  PAYMOB_API_KEY: 'sandbox-api-key',
  PAYMOB_INTEGRATION_ID: '1001',
  PAYMOB_IFRAME_ID: '3001',
  PAYMOB_SECRET_KEY: 'egy_sk_test_sandbox',
  PAYMOB_PUBLIC_KEY: 'egy_pk_test_sandbox',
  PAYMOB_HMAC_SECRET: 'sandbox_hmac_secret',
  PAYMOB_OWNER_ID: '500001',
};

/** A migrated database of its own, and an environment that reaches nothing outside of this machine. */
export async function startPackageWorld(): Promise<PackageWorld> {
  const server = await startLocalMongo();
  const uri = new URL(server.uri);
  uri.pathname = '/package';
  const client = await new mongo.MongoClient(uri.href).connect();
  await migrateUp(client, client.db());
  return {
    environment: {
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      MONGODB_URI: uri.href,
      PAYMOB_BASE_URL: 'http://127.0.0.1:1',
      ...SECRETS,
    },
    database: client.db(),
    async stop() {
      await client.close();
      await server.stop();
    },
  };
}
