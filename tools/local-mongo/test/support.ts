import { type Db, type Document, MongoClient, type MongoClientOptions } from 'mongodb';
import { type LocalMongo, type LocalMongoOptions, startLocalMongo } from '../index.ts';

export interface TestServer {
  server: LocalMongo;
  client: MongoClient;
  db: Db;
  close(): Promise<void>;
}

/** A server of its own with the native driver connected to it. Numbers keep their BSON types when asked for. */
export async function startTestServer(
  options: LocalMongoOptions = {},
  clientOptions: MongoClientOptions = {},
): Promise<TestServer> {
  const server = await startLocalMongo(options);
  const client = new MongoClient(server.uri, clientOptions);
  await client.connect();
  return {
    server,
    client,
    db: client.db('test'),
    async close() {
      await client.close();
      await server.stop();
    },
  };
}

/** What a promise was rejected with: the parts of a server's error that MongoDB defines. */
export async function failureOf(promise: Promise<unknown>): Promise<Document> {
  try {
    await promise;
  } catch (error) {
    const { name, code, codeName, message, keyPattern, keyValue, errorLabels } = error as Document;
    return { name, code, codeName, message, keyPattern, keyValue, errorLabels };
  }
  throw new Error('It was expected to fail');
}

/** Every name that begins with $ and stands as a field in a case: the operators that the case uses. */
export function operatorsIn(value: unknown): Set<string> {
  const found = new Set<string>();
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(visit);
    else if (typeof part === 'object' && part !== null && Object.getPrototypeOf(part) === Object.prototype) {
      for (const [name, item] of Object.entries(part)) {
        if (name.startsWith('$')) found.add(name);
        visit(item);
      }
    }
  };
  visit(value);
  return found;
}
