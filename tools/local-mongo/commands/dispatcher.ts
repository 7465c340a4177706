import { Double } from 'bson';
import type { Doc } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Connection } from '../protocol/connection.ts';
import type { Request } from '../protocol/message.ts';
import { errorReply } from './error-reply.ts';
import type { ServerState } from './server-state.ts';

/** What a handler has to answer; plain numbers become BSON's smallest type. */
export type Answer = Record<string, unknown> | Uint8Array;

export interface CommandResult {
  body: Answer;
  /** A further reply to the same request, for clients that allow it. */
  next?: () => Promise<CommandResult>;
  closeConnection?: boolean;
}

export interface CommandContext {
  state: ServerState;
  database: string;
  /** The command's own name as the client wrote it. */
  name: string;
  body: Doc;
  sequences: Map<string, Uint8Array[]>;
  connection: Connection;
}

export interface Command {
  run(context: CommandContext): Answer | CommandResult | Promise<CommandResult>;
  /** The arguments that it knows, besides those that every command has. */
  arguments: readonly string[];
}

/** What drivers send along with every command. */
const COMMON = new Set([
  '$db',
  'lsid',
  'txnNumber',
  '$clusterTime',
  '$readPreference',
  'readConcern',
  'writeConcern',
  'comment',
  'maxTimeMS',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
]);

/** Finds the handler of a command and turns what it throws into an error reply. */
export class Dispatcher {
  private readonly state: ServerState;
  private readonly commands: Map<string, Command>;

  constructor(state: ServerState, commands: Map<string, Command>) {
    this.state = state;
    this.commands = commands;
  }

  run(request: Request, connection: Connection): CommandResult | Promise<CommandResult> {
    try {
      const result = this.execute(request, connection);
      if (result instanceof Promise) return result.catch((error: unknown) => ({ body: errorReply(error) }));
      return result;
    } catch (error) {
      return { body: errorReply(error) };
    }
  }

  private execute(request: Request, connection: Connection): CommandResult | Promise<CommandResult> {
    const { body, sequences } = request;
    const name = Object.keys(body)[0] ?? '';
    const command = this.commands.get(name);
    if (command === undefined) throw new MongoError(59, `no such command: '${name}'`);
    const database = body['$db'];
    if (typeof database !== 'string') throw new MongoError(40571, 'OP_MSG requests require a $db argument');
    refuseUnknownArguments(name, command, Object.keys(body).slice(1));
    refuseUnknownArguments(name, command, [...sequences.keys()]);
    const answer = command.run({ state: this.state, database, name, body, sequences, connection });
    if (answer instanceof Promise) return answer;
    if (answer instanceof Uint8Array) return { body: answer };
    return 'body' in answer ? (answer as CommandResult) : { body: { ...answer, ok: new Double(1) } };
  }
}

function refuseUnknownArguments(name: string, command: Command, given: string[]): void {
  const unknown = given.find((argument) => !COMMON.has(argument) && !command.arguments.includes(argument));
  if (unknown !== undefined)
    throw new MongoError(40415, `BSON field '${name}.${unknown}' is an unknown field.`);
}
