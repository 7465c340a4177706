import type { AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { mongo } from 'mongoose';
import supertest from 'supertest';
import { createApp } from '../../src/app.factory.js';
import { createTestDatabase } from './database.js';
import { testConfig } from './environment.js';

export interface TestApp {
  app: NestExpressApplication;
  db: mongo.Db;
  uri: string;
  /** Address of the listening server, without a slash at the end. */
  url: string;
  /** A supertest agent over real HTTP. */
  http: ReturnType<typeof supertest>;
  close(): Promise<void>;
}

/** The whole application on a free port with a database of its own. */
export async function startTestApp(
  environment: Record<string, string> = {},
  beforeInit?: (app: NestExpressApplication) => void,
): Promise<TestApp> {
  const database = await createTestDatabase();
  const app = await createApp(testConfig({ MONGODB_URI: database.uri, ...environment }), beforeInit);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    app,
    db: database.db,
    uri: database.uri,
    url,
    http: supertest(url),
    async close() {
      await app.close();
      await database.drop();
    },
  };
}
