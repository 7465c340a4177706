import { Double } from 'bson';
import { codeName, MongoError } from '../errors.ts';
import { encode, MAX_INTERNAL_BYTES } from '../bson/codec.ts';
import type { Doc } from '../bson/value.ts';

/** Codes by which a member of a replica set says that it is no primary any more. */
const STATE_CHANGES = [91, 189, 10107, 11600, 11602, 13435, 13436];
/** Codes after which a driver sends a retryable write once more. */
const RETRYABLE = [...STATE_CHANGES, 6, 7, 89, 262, 9001];

/** What a client gets for an error. Anything unexpected is an InternalError, not a broken connection. */
export function errorReply(
  error: unknown,
  isRetryableWrite = false,
  topologyVersion?: object,
): Record<string, unknown> {
  const known = toMongoError(error);
  const isRetryable = isRetryableWrite && RETRYABLE.includes(known.code);
  return {
    ok: new Double(0),
    errmsg: known.message,
    code: known.code,
    codeName: codeName(known.code),
    ...(isRetryable && { errorLabels: ['RetryableWriteError'] }),
    // Tells the driver that it need not look for another primary.
    ...(topologyVersion !== undefined && STATE_CHANGES.includes(known.code) && { topologyVersion }),
    ...known.details,
  };
}

/** An answer as bytes. One that no reply can hold becomes an error that one can: no client may stop the server. */
export function encodeAnswer(answer: object): Uint8Array {
  if (answer instanceof Uint8Array) return answer;
  try {
    return encode(answer, MAX_INTERNAL_BYTES);
  } catch (error) {
    return encode(errorReply(error));
  }
}

function toMongoError(error: unknown): MongoError {
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
