import type { ConnectOptions } from 'mongoose';

/**
 * How the application connects. All time-outs are finite and together stay below the gateway's 30 seconds.
 * A Lambda container serves one request at a time, so three connections are enough for parallel queries.
 */
export const CONNECTION_OPTIONS: ConnectOptions = {
  maxPoolSize: 3,
  minPoolSize: 0,
  maxIdleTimeMS: 20_000,
  connectTimeoutMS: 3_000,
  socketTimeoutMS: 10_000,
  serverSelectionTimeoutMS: 4_000,
  retryWrites: true,
  writeConcern: { w: 'majority', wtimeoutMS: 8_000 },
  // Decisions about stock and money are never taken on data that could be rolled back or is old.
  readPreference: 'primary',
  bufferCommands: false,
  // Indexes and collections are made by migrations, never at the start of a container.
  autoIndex: false,
  autoCreate: false,
};
