import { decode } from '../bson/codec.ts';
import { type Doc, isNumeric, toNumber } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { Arguments } from './arguments.ts';
import type { CommandContext } from './dispatcher.ts';
import { writeError } from './error-reply.ts';
import type { StatementResult } from './retryable-writes.ts';

/** Where a write has its statements, and what these say. */
interface StatementSyntax {
  field: string;
  /** A statement without one of these would hit what nobody meant. */
  required: readonly string[];
  optional: readonly string[];
}

export const UPDATES: StatementSyntax = {
  field: 'updates',
  required: ['q', 'u'],
  optional: ['multi', 'upsert', 'arrayFilters', 'hint', 'collation'],
};
export const DELETES: StatementSyntax = {
  field: 'deletes',
  required: ['q', 'limit'],
  optional: ['hint', 'collation'],
};

/** The statements of an update or delete, from the body or a document sequence. */
export function statementsOf(
  { name, body, sequences }: CommandContext,
  { field, required, optional }: StatementSyntax,
): Arguments[] {
  const documents = sequences.get(field)?.map(decode) ?? new Arguments(name, body).documents(field) ?? [];
  refuseBatchSize(documents.length);
  return documents.map((document) => {
    const statement = new Arguments(`${name}.${field}`, document);
    statement.refuseOthers([...required, ...optional]);
    statement.require(required);
    return statement;
  });
}

/** @throws {MongoError} InvalidLength */
export function refuseBatchSize(length: number): void {
  if (length >= 1 && length <= 100_000) return;
  throw new MongoError(16, `Write batch sizes must be between 1 and 100000, not ${length}`);
}

/**
 * Runs statements in order and stops at the first failure, unless the command says to go on.
 * @returns the field of the reply that tells the failures, if there were any
 */
export function runStatements<T>(
  { name, body }: CommandContext,
  statements: T[],
  run: (statement: T, index: number) => void,
): { writeErrors?: Doc[] } {
  const args = new Arguments(name, body);
  const isOrdered = args.value('ordered') === undefined || args.boolean('ordered');
  const writeErrors: Doc[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index);
    } catch (error) {
      writeErrors.push(writeError(error, index));
      if (isOrdered) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}

/**
 * Runs one statement of a write, unless it is a repetition of one that changed something: then the first result
 * stands. `isChange` tells from a result whether anything was written; what was not may be tried again.
 */
export function once<T extends StatementResult>(
  context: CommandContext,
  index: number,
  run: () => T,
  isChange: (result: T) => boolean,
): T {
  const { retryable, state } = context;
  if (retryable === undefined) return run();
  const id = statementId(context.body, index);
  const known = retryable.recall(id);
  if (known !== undefined) return known as T;
  const result = run();
  if (!isChange(result)) return result;
  retryable.remember(id, result);
  const failure = state.failPoints.fire('onPrimaryTransactionalWrite');
  if (failure !== undefined && failure['closeConnection'] !== false) context.isReplyLost = true;
  return result;
}

function statementId(body: Doc, index: number): number {
  const ids = body['stmtIds'];
  const given = Array.isArray(ids) ? ids[index] : undefined;
  if (isNumeric(given)) return toNumber(given);
  const first = body['stmtId'];
  return (isNumeric(first) ? toNumber(first) : 0) + index;
}

/** The field of the reply that names the statements which were not run again. */
export function retriedStatements({ retryable }: CommandContext): { retriedStmtIds?: number[] } {
  return retryable === undefined || retryable.retried.length === 0
    ? {}
    : { retriedStmtIds: retryable.retried };
}

/** @throws {MongoError} InvalidOptions: a driver could not tell what a repetition of such a write would change */
export function refuseRetryableMulti({ retryable }: CommandContext, isMulti: boolean): void {
  if (retryable === undefined || !isMulti) return;
  throw new MongoError(72, 'Cannot use retryable writes with multi=true');
}
