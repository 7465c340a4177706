import { setTimeout as sleep } from 'node:timers/promises';
import { Double, Long } from 'bson';
import { decode } from '../bson/codec.ts';
import { type Doc, isDoc, isNumeric, toNumber, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Request } from '../protocol/message.ts';
import { errorReply } from './error-reply.ts';
import type { RetryableWrite } from './retryable-writes.ts';
import type { ServerState } from './server-state.ts';
import { maxTimeMsOf, TimeLimit } from './time-limit.ts';
import { writeConcernError } from './write-concern.ts';

/** What a handler has to answer; plain numbers become BSON's smallest type. */
export type Answer = Record<string, unknown> | Uint8Array;

export interface CommandResult {
  body: Answer;
  /** A further reply to the same request, for clients that allow it. */
  next?: () => Promise<CommandResult>;
  closeConnection?: boolean;
}

/** What a command may know of the connection that it came by. */
export interface Client {
  readonly id: number;
  /** As the driver said in its handshake. */
  appName?: string;
}

export interface CommandContext {
  state: ServerState;
  database: string;
  /** The command's own name as the client wrote it. */
  name: string;
  body: Doc;
  sequences: Map<string, Uint8Array[]>;
  client: Client;
  timeLimit: TimeLimit;
  /** The memory of a write that the driver may send again. */
  retryable: RetryableWrite | undefined;
  /** Set by a fail point: the work is done but the client is not to hear of it. */
  isReplyLost: boolean;
}

export interface Command {
  run(context: CommandContext): Answer | CommandResult | Promise<CommandResult>;
  /** The names of the arguments that it knows, with blanks between, besides those that every command has. */
  arguments: string;
  isWrite?: boolean;
}

/** What drivers send along with every command. */
const COMMON =
  '$db lsid txnNumber $clusterTime $readPreference readConcern writeConcern comment maxTimeMS apiVersion apiStrict apiDeprecationErrors';

/** Runs commands: finds the handler, lets fail points interfere, makes changes durable before the reply goes out. */
export class Dispatcher {
  private readonly state: ServerState;
  private readonly commands: ReadonlyMap<string, Command>;
  private readonly knownArguments: ReadonlyMap<Command, ReadonlySet<string>>;

  constructor(state: ServerState, commands: ReadonlyMap<string, Command>) {
    this.state = state;
    this.commands = commands;
    this.knownArguments = new Map(
      [...commands.values()].map((command) => [
        command,
        new Set(`${COMMON} ${command.arguments}`.split(' ')),
      ]),
    );
  }

  run(request: Request, client: Client): CommandResult | Promise<CommandResult> {
    const name = Object.keys(request.body)[0] ?? '';
    const failure = this.state.failPoints.fire('failCommand', (data) => concerns(data, name, client));
    if (failure === undefined) return this.settle(request, name, client, undefined);
    return this.blocked(request, name, client, failure);
  }

  private async blocked(
    request: Request,
    name: string,
    client: Client,
    failure: Doc,
  ): Promise<CommandResult> {
    if (failure['blockConnection'] === true) {
      await sleep(milliseconds(failure['blockTimeMS']), undefined, { ref: false });
    }
    return this.settle(request, name, client, failure);
  }

  private settle(
    request: Request,
    name: string,
    client: Client,
    failure: Doc | undefined,
  ): CommandResult | Promise<CommandResult> {
    if (failure?.['closeConnection'] === true) return { body: {}, closeConnection: true };
    let result: CommandResult | Promise<CommandResult>;
    try {
      result = this.execute(request, name, client, failure);
    } catch (error) {
      const isRetryable = request.body['txnNumber'] !== undefined;
      result = { body: errorReply(error, isRetryable, this.state.topologyVersion) };
    }
    const durable = this.state.journal.durable();
    return durable === undefined ? result : durable.then(() => result);
  }

  private execute(
    request: Request,
    name: string,
    client: Client,
    failure: Doc | undefined,
  ): CommandResult | Promise<CommandResult> {
    const { body, sequences } = request;
    if (failure !== undefined) throwFailure(failure);
    const command = this.commands.get(name);
    if (command === undefined) throw new MongoError(59, `no such command: '${name}'`);
    const database = body['$db'];
    if (typeof database !== 'string') throw new MongoError(40571, 'OP_MSG requests require a $db argument');
    refuseTransaction(body);
    refuseSnapshot(body['readConcern']);
    const known = this.knownArguments.get(command)!;
    const unknown = [...Object.keys(body).slice(1), ...sequences.keys()].find((field) => !known.has(field));
    if (unknown !== undefined)
      throw new MongoError(40415, `BSON field '${name}.${unknown}' is an unknown field.`);
    const unsatisfied = command.isWrite === true ? writeConcernError(body['writeConcern']) : undefined;
    const context: CommandContext = {
      state: this.state,
      database,
      name,
      body,
      sequences,
      client,
      timeLimit: new TimeLimit(maxTimeMsOf(body)),
      retryable: command.isWrite === true ? this.beginRetryable(name, body) : undefined,
      isReplyLost: false,
    };
    const answer = command.run(context);
    context.retryable?.finish();
    if (answer instanceof Promise) return answer;
    if (context.isReplyLost) return { body: {}, closeConnection: true };
    const concernError = failure?.['writeConcernError'] ?? unsatisfied;
    if (concernError !== undefined) return { body: withConcernError(answer, concernError, failure) };
    if (answer instanceof Uint8Array) return { body: answer };
    return 'body' in answer ? (answer as CommandResult) : { body: { ...answer, ok: new Double(1) } };
  }

  private beginRetryable(name: string, body: Doc): RetryableWrite | undefined {
    const txnNumber = body['txnNumber'];
    if (txnNumber === undefined) return undefined;
    if (this.state.replicaSet === undefined) refuseTransactionNumber();
    if (!(txnNumber instanceof Long)) throw new MongoError(14, "BSON field 'txnNumber' must be a long");
    return this.state.retryableWrites.begin(body['lsid'], txnNumber, name);
  }
}

function concerns(data: Doc, name: string, client: Client): boolean {
  const commands = data['failCommands'];
  if (name === 'configureFailPoint' || !Array.isArray(commands) || !commands.includes(name)) return false;
  return data['appName'] === undefined || data['appName'] === client.appName;
}

function milliseconds(value: Value | undefined): number {
  return isNumeric(value) ? toNumber(value) : 0;
}

function throwFailure(failure: Doc): void {
  const code = failure['errorCode'];
  if (!isNumeric(code)) return;
  const labels = failure['errorLabels'];
  throw new MongoError(toNumber(code), `Failing command via 'failCommand' failpoint`, {
    ...(labels !== undefined && { errorLabels: labels }),
  });
}

function withConcernError(answer: object, concernError: Value, failure: Doc | undefined): Answer {
  const labels = failure?.['errorLabels'];
  return {
    ...(answer instanceof Uint8Array ? decode(answer) : answer),
    ok: new Double(1),
    writeConcernError: concernError,
    ...(labels !== undefined && { errorLabels: labels }),
  };
}

function refuseTransaction(body: Doc): void {
  if ('startTransaction' in body || 'autocommit' in body) refuseTransactionNumber();
}

/** As a standalone server says it, which has no transactions either. */
function refuseTransactionNumber(): never {
  throw new MongoError(20, 'Transaction numbers are only allowed on a replica set member or mongos');
}

/** Every other level of a one-node replica set sees the newest state, which is durable. */
function refuseSnapshot(readConcern: Value | undefined): void {
  if (readConcern === undefined || !isDoc(readConcern) || readConcern['level'] !== 'snapshot') return;
  throw new MongoError(72, 'readConcern level snapshot is not supported by this server');
}
