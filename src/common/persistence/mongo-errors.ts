import { mongo, Error as MongooseError } from 'mongoose';

const DUPLICATE_KEY = 11000;

/** A unique index refused the write. With a field given, only when that field is part of the index. */
export function isDuplicateKey(error: unknown, field?: string): boolean {
  if (!(error instanceof mongo.MongoServerError) || error.code !== DUPLICATE_KEY) return false;
  const pattern: unknown = error['keyPattern'];
  return field === undefined || (typeof pattern === 'object' && pattern !== null && field in pattern);
}

/** Names rather than classes: the driver exports some of these errors only as types. Network errors are told by class. */
const UNAVAILABLE = new Set([
  'MongoServerSelectionError',
  'MongoPoolClosedError',
  'MongoTopologyClosedError',
  'MongoWaitQueueTimeoutError',
  'MongoNotConnectedError',
  'MongoOperationTimeoutError',
  'MongooseServerSelectionError',
]);

/**
 * The server is no primary any more or shuts down, and the driver's second try has found no other.
 * @see https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md
 */
const NO_PRIMARY = new Set([91, 189, 10107, 11600, 11602, 13435, 13436]);

/** Of a socket's own error, which the driver hands on as it is when a connection ends while a command is written to it. */
const BROKEN_SOCKET = new Set(['EPIPE', 'ECONNRESET']);

/**
 * No server could be reached, or the connection broke. A write in progress may or may not have happened:
 * callers repeat it, which is safe because every write is conditional.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    UNAVAILABLE.has(error.name) ||
    error instanceof mongo.MongoNetworkError ||
    (error instanceof mongo.MongoServerError && NO_PRIMARY.has(Number(error.code))) ||
    ('code' in error && BROKEN_SOCKET.has(String(error.code))) ||
    (error instanceof MongooseError && error.message.includes('before initial connection'))
  );
}
