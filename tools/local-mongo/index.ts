import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Long, ObjectId } from 'bson';
import { Cursors } from './commands/cursors.ts';
import { Dispatcher } from './commands/dispatcher.ts';
import { FailPoints } from './commands/fail-points.ts';
import { COMMANDS } from './commands/index.ts';
import { RetryableWrites } from './commands/retryable-writes.ts';
import type { ServerState } from './commands/server-state.ts';
import { Connection } from './protocol/connection.ts';
import { Catalog } from './storage/catalog.ts';
import { type Journal, NO_JOURNAL } from './storage/journal.ts';
import { removeExpired } from './storage/ttl-monitor.ts';

export interface LocalMongoOptions {
  /** 0, the default, for any free port. */
  port?: number;
  /** Directory that keeps the data; without one they live in memory. */
  dataDir?: string;
  /** Name of the one-node replica set; null for a standalone server. */
  replicaSet?: string | null;
}

export interface LocalMongo {
  /** `mongodb://` address of the server, without a database. */
  uri: string;
  port: number;
  stop(): Promise<void>;
}

/** Starts a server on the loopback address. */
export async function startLocalMongo(options: LocalMongoOptions = {}): Promise<LocalMongo> {
  const { port: wantedPort = 0, replicaSet = 'rs0' } = options;
  const journal = await openJournal(options.dataDir);
  const connections = new Set<Connection>();
  const state: ServerState = {
    catalog: new Catalog(journal),
    journal,
    cursors: new Cursors(),
    retryableWrites: new RetryableWrites(journal),
    failPoints: new FailPoints(),
    address: '',
    replicaSet: replicaSet ?? undefined,
    topologyVersion: { processId: new ObjectId(), counter: Long.ZERO },
    startedAt: new Date(),
    connectionCount: () => connections.size,
  };
  const dispatcher = new Dispatcher(state, COMMANDS);
  let nextConnection = 1;
  const server = createServer((socket: Socket) => {
    const connection = new Connection(nextConnection++, socket, dispatcher);
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
  });
  const port = await listen(server, wantedPort).catch((error: unknown) => {
    journal.close();
    throw error;
  });
  state.address = `127.0.0.1:${port}`;
  let isStopped = false;
  // A little at each turn of the event loop: who asks for a collection earlier waits for the rest of it only.
  const loadAhead = (): void => {
    if (!isStopped && state.catalog.loadSome()) setImmediate(loadAhead);
  };
  setImmediate(loadAhead);
  const housekeeping = setInterval(() => keepHouse(state), HOUSEKEEPING_MS).unref();
  return {
    uri: `mongodb://127.0.0.1:${port}/`,
    port,
    async stop() {
      isStopped = true;
      clearInterval(housekeeping);
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const connection of connections) connection.close();
      await closed;
      journal.close();
    },
  };
}

/** MongoDB looks for expired documents once a minute. */
const HOUSEKEEPING_MS = 60_000;

function keepHouse(state: ServerState): void {
  removeExpired(state.catalog);
  state.cursors.closeIdle();
  state.retryableWrites.forgetUnused();
}

/** SQLite is loaded only when it is needed. */
async function openJournal(dataDir: string | undefined): Promise<Journal> {
  if (dataDir === undefined) return NO_JOURNAL;
  const { SqliteJournal } = await import('./storage/sqlite-journal.ts');
  return new SqliteJournal(dataDir);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
