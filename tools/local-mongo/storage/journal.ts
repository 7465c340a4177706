import type { IndexSpec } from './index-spec.ts';

/** A collection as the journal holds it. */
export interface JournaledCollection {
  id: number;
  namespace: string;
  indexes: IndexSpec[];
}

/**
 * Where changes are kept beyond the life of the process. Changes gather until `commit`, which makes all of them
 * durable or, if the process dies before it, none.
 */
export interface Journal {
  collections(): JournaledCollection[];
  documents(collection: number): Iterable<{ record: number; bytes: Uint8Array }>;
  /** The results of retryable writes, by session. */
  sessions(): Iterable<{ session: string; bytes: Uint8Array }>;

  putCollection(collection: JournaledCollection): void;
  dropCollection(id: number): void;
  putDocument(collection: number, record: number, bytes: Uint8Array): void;
  removeDocument(collection: number, record: number): void;
  /** `encode` makes the bytes, for those who keep them. */
  putSession(session: string, encode: () => Uint8Array): void;
  removeSession(session: string): void;

  commit(): void;
  close(): void;
}

const nothing = (): void => undefined;

/** Keeps nothing: a server in memory. */
export const NO_JOURNAL: Journal = {
  collections: () => [],
  documents: () => [],
  sessions: () => [],
  putCollection: nothing,
  dropCollection: nothing,
  putDocument: nothing,
  removeDocument: nothing,
  putSession: nothing,
  removeSession: nothing,
  commit: nothing,
  close: nothing,
};
