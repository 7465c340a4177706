import { Int32, ObjectId } from 'bson';
import { MAX_DOCUMENT_BYTES } from '../bson/codec.ts';
import { type Doc, isDoc } from '../bson/value.ts';
import { MAX_MESSAGE_BYTES } from '../protocol/message.ts';
import { Arguments } from './arguments.ts';
import type { Answer, Command, CommandContext, CommandResult } from './dispatcher.ts';
import type { ServerState } from './server-state.ts';

/** The version whose behaviour this server follows. */
const VERSION = '7.0.0';
const MAX_WIRE_VERSION = 21;

function hello({ state, name, body, client }: CommandContext): CommandResult | Promise<CommandResult> {
  const args = new Arguments(name, body);
  client.appName ??= appNameOf(body);
  const awaitMs = args.count('maxAwaitTimeMS');
  const isLegacy = name.toLowerCase() === 'ismaster';
  const describe = (): CommandResult => ({
    body: description(state, client.id, isLegacy),
    ...(awaitMs !== undefined && { next: () => later(awaitMs, describe) }),
  });
  // A client that knows the present state waits for a change; nothing ever changes here.
  const knows = isDoc(body['topologyVersion'] ?? null);
  return knows && awaitMs !== undefined ? later(awaitMs, describe) : describe();
}

function appNameOf(body: Doc): string | undefined {
  const application = isDoc(body['client'] ?? null) ? (body['client'] as Doc)['application'] : undefined;
  const name = isDoc(application ?? null) ? (application as Doc)['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

function later(milliseconds: number, result: () => CommandResult): Promise<CommandResult> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(result()), milliseconds).unref();
  });
}

function description(state: ServerState, connectionId: number, isLegacy: boolean): Answer {
  const { address, replicaSet } = state;
  return {
    helloOk: true,
    [isLegacy ? 'ismaster' : 'isWritablePrimary']: true,
    topologyVersion: state.topologyVersion,
    ...(replicaSet !== undefined && {
      hosts: [address],
      setName: replicaSet,
      setVersion: 1,
      secondary: false,
      primary: address,
      me: address,
      electionId: new ObjectId('7fffffff0000000000000001'),
    }),
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: new Int32(connectionId),
    minWireVersion: 0,
    maxWireVersion: MAX_WIRE_VERSION,
    readOnly: false,
    ok: 1,
  };
}

function buildInfo(): Answer {
  return {
    version: VERSION,
    gitVersion: 'local-mongo',
    versionArray: [...VERSION.split('.').map(Number), 0],
    modules: [],
    javascriptEngine: 'none',
    bits: 64,
    debug: false,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    storageEngines: ['local-mongo'],
  };
}

function serverStatus({ state }: CommandContext): Answer {
  const uptimeMs = Date.now() - state.startedAt.getTime();
  const { rss } = process.memoryUsage();
  return {
    host: state.address,
    version: VERSION,
    process: 'local-mongo',
    pid: process.pid,
    uptime: Math.floor(uptimeMs / 1000),
    uptimeMillis: uptimeMs,
    localTime: new Date(),
    connections: { current: state.connectionCount() },
    mem: { resident: Math.round(rss / 2 ** 20), bits: 64 },
    metrics: { cursor: { open: { total: state.cursors.size } } },
    storageEngine: { name: 'local-mongo', persistent: true },
  };
}

/** Nothing but "done": the state that these end or refresh is kept until it is too old. */
function acknowledge(): Answer {
  return {};
}

const HELLO: Command = {
  run: hello,
  arguments:
    'helloOk client compression topologyVersion maxAwaitTimeMS saslSupportedMechs speculativeAuthenticate loadBalanced backpressure',
};

export const HANDSHAKE_COMMANDS: Record<string, Command> = {
  hello: HELLO,
  isMaster: HELLO,
  ismaster: HELLO,
  ping: { run: acknowledge, arguments: '' },
  buildInfo: { run: buildInfo, arguments: '' },
  buildinfo: { run: buildInfo, arguments: '' },
  serverStatus: { run: serverStatus, arguments: '' },
  endSessions: { run: acknowledge, arguments: '' },
};
