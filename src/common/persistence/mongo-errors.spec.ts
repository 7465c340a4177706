import { mongo } from 'mongoose';
import { isDatabaseUnavailable } from './mongo-errors.js';

/** As the driver's own errors, which it does not let anybody construct. */
function named(name: string): Error {
  return Object.assign(new Error('x'), { name });
}

class PoolClearedOnNetworkError extends mongo.MongoNetworkError {
  override get name(): string {
    return 'PoolClearedOnNetworkError';
  }
}

describe(isDatabaseUnavailable.name, () => {
  it.each<[string, unknown]>([
    ['a broken connection', new mongo.MongoNetworkError('x')],
    ['a connection given up since the monitor timed out', new PoolClearedOnNetworkError('x')],
    ['a connection that ended while it was written to', Object.assign(new Error('x'), { code: 'EPIPE' })],
    ['no server found in time', named('MongoServerSelectionError')],
    ['no connection free in time', named('MongoWaitQueueTimeoutError')],
    ...[91, 189, 10107, 11600, 11602, 13435, 13436].map((code): [string, unknown] => [
      `no primary (${code})`,
      new mongo.MongoServerError({ code }),
    ]),
  ])('is true of %s', (_, error) => {
    expect(isDatabaseUnavailable(error)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a duplicate key', new mongo.MongoServerError({ code: 11000 })],
    ['a defect', new TypeError('x')],
    ['a missing file', Object.assign(new Error('x'), { code: 'ENOENT' })],
    ['what is no error', 'MongoNetworkError'],
  ])('is false of %s', (_, error) => {
    expect(isDatabaseUnavailable(error)).toBe(false);
  });
});
