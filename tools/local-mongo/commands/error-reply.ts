import { Double } from 'bson';
import { codeName, MongoError } from '../errors.ts';
import type { Doc } from '../bson/value.ts';

/** What a client gets for an error. Anything unexpected is an InternalError, not a broken connection. */
export function errorReply(error: unknown): Record<string, unknown> {
  const known = toMongoError(error);
  return {
    ok: new Double(0),
    errmsg: known.message,
    code: known.code,
    codeName: codeName(known.code),
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
