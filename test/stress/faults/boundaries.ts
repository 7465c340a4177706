import { MongoClient } from 'mongodb';
import { Connection } from 'mongodb/lib/cmap/connection.js';
import type { BoundaryOrder, FaultMode } from './messages.ts';

/**
 * Loaded into a process of the application before its own code. At every boundary, before a write is sent to the database,
 * after its reply, and before and after a call to another server, it notes the boundary, ends the process or loses the
 * reply, as the parent process orders. It also moves the process's time. The application knows nothing of it.
 */
const WRITES = new Set(['insert', 'update', 'delete', 'findAndModify']);

let mode: FaultMode = { kind: 'none' };
let passed: string[] = [];
let writes = 0;
/** The next write is the driver's second try of the one whose reply was lost. */
let isRetry = false;
let admin: MongoClient | undefined;
let aheadMs = Number(process.env['AHEAD_MS'] ?? 0);

function pass(boundary: string): void {
  if (mode.kind === 'none') return;
  passed.push(boundary);
  if (mode.kind === 'kill' && passed.length === mode.at) process.kill(process.pid, 'SIGKILL');
}

const send = Connection.prototype.command;
Connection.prototype.command = async function (ns, command, ...rest) {
  const [name = ''] = Object.keys(command);
  if (!WRITES.has(name) || mode.kind === 'none') return send.call(this, ns, command, ...rest);
  const label = `${String(command[name])}.${name}`;
  pass(`before ${label}`);
  if (mode.kind === 'lose') await loseReply(name, mode);
  const reply = await send.call(this, ns, command, ...rest);
  pass(`after ${label}`);
  return reply;
};

/** By mongod's own fail points: the write is done, and its reply is not sent. */
async function loseReply(
  command: string,
  { at, times }: Extract<FaultMode, { kind: 'lose' }>,
): Promise<void> {
  if (isRetry) {
    isRetry = false;
    if (times === 2) await failPoint('failCommand', { failCommands: [command], closeConnection: true });
    return;
  }
  if (++writes !== at) return;
  isRetry = true;
  await failPoint('onPrimaryTransactionalWrite', {});
}

async function failPoint(name: string, data: object): Promise<void> {
  admin ??= await new MongoClient(process.env['MONGODB_URI']!).connect();
  await admin.db('admin').command({ configureFailPoint: name, mode: { times: 1 }, data });
}

const call = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  const label = `${init?.method ?? 'GET'} ${pathname.replaceAll(/\d+/g, '#')}`;
  pass(`before ${label}`);
  const answer = await call(input, init);
  pass(`after ${label}`);
  return answer;
};

globalThis.Date = new Proxy(Date, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [target.now() + aheadMs] : given, newTarget) as object,
  get: (target, key, receiver) =>
    key === 'now' ? () => target.now() + aheadMs : (Reflect.get(target, key, receiver) as unknown),
});

process.on('message', (order: BoundaryOrder) => {
  if (order.kind === 'time') ({ aheadMs } = order);
  else if (order.kind === 'arm') [mode, passed, writes, isRetry] = [order.mode, [], 0, false];
  else if (order.kind !== 'passed') return;
  process.send?.({ kind: 'done', order: order.id, result: passed });
});
