import { randomBytes } from 'node:crypto';
import { mongo } from 'mongoose';
import { migrateUp } from '../../src/cli/migrations.js';

export interface TestDatabase {
  uri: string;
  db: mongo.Db;
  drop(): Promise<void>;
}

/** A fresh, migrated database of its own on the run's server. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_MONGODB_URI'];
  if (server === undefined) throw new Error('TEST_MONGODB_URI is set by test/support/global-setup.ts');
  const uri = new URL(server);
  uri.pathname = `/test_${randomBytes(6).toString('hex')}`;
  const client = new mongo.MongoClient(uri.href);
  await client.connect();
  const db = client.db();
  await migrateUp(client, db);
  return {
    uri: uri.href,
    db,
    async drop() {
      await db.dropDatabase();
      await client.close();
    },
  };
}
