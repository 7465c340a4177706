import type { AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { mongo } from 'mongoose';
import type { Response, SuperAgentRequest } from 'superagent';
import supertest from 'supertest';
import { createApp } from '../../src/app.factory.js';
import { ApiContract } from './contract.js';
import { createTestDatabase } from './database.js';
import { testConfig } from './environment.js';

export interface TestApp {
  app: NestExpressApplication;
  db: mongo.Db;
  uri: string;
  /** Address of the listening server, without a slash at the end. */
  url: string;
  /** A supertest agent over real HTTP; `close` fails when an answer did not fit the published document. */
  http: ReturnType<typeof supertest.agent>;
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
  const contract = new ApiContract(app);
  const http = supertest.agent(url);
  http.use((request: SuperAgentRequest) => {
    request.on('response', (response: Response) => contract.check(request.method, request.url, response));
  });
  return {
    app,
    db: database.db,
    uri: database.uri,
    url,
    http,
    async close() {
      await app.close();
      await database.drop();
      contract.assertKept();
    },
  };
}
