import { Double } from 'bson';
import { codeName, MongoError } from '../errors.ts';
import type { Doc } from '../bson/value.ts';

/** Codes after which a driver sends a retryable write once more. */
const RETRYABLE = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

/** What a client gets for an error. Anything unexpected is an InternalError, not a broken connection. */
export function errorReply(error: unknown, isRetryableWrite = false): Record<string, unknown> {
  const known = toMongoError(error);
  const isRetryable = isRetryableWrite && RETRYABLE.has(known.code);
  return {
    ok: new Double(0),
    errmsg: known.message,
    code: known.code,
    codeName: codeName(known.code),
    ...(isRetryable && { errorLabels: ['RetryableWriteError'] }),
    ...known.details,
  };
}

export function toMongoError(error: unknown): MongoError {
  if (error instanceof MongoError) return error;
  if (error instanceof RangeError && error.message.includes('call stack')) {
    return new MongoError(15, 'Exceeded the depth that a document or an expression may have');
  }
  return new MongoError(1, `local-mongo failed: ${error instanceof Error ? error.message : String(error)}`);
}

/** One failed statement of a write command. */
export function writeError(error: unknown, index: number): Doc {
  const { code, message, details } = toMongoError(error);
  return { index, code, ...details, errmsg: message } as unknown as Doc;
}
