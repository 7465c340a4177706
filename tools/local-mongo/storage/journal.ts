import type { IndexSpec } from './index-spec.ts';

/** A collection as the journal holds it. */
export interface JournaledCollection {
  id: number;
  namespace: string;
  indexes: IndexSpec[];
}

/**
 * Where changes are kept beyond the life of the process. The changes of one command become durable together or, if
 * the process dies before that, none of them does.
 */
export interface Journal {
  collections(): JournaledCollection[];
  /** The first documents whose record number is not below `from`. */
  documents(collection: number, from: number, limit: number): { record: number; bytes: Uint8Array }[];
  /** The results of retryable writes, by session. */
  sessions(): Iterable<{ session: string; bytes: Uint8Array }>;

  putCollection(collection: JournaledCollection): void;
  dropCollection(id: number): void;
  putDocument(collection: number, record: number, bytes: Uint8Array): void;
  removeDocument(collection: number, record: number): void;
  /** `encode` makes the bytes, for those who keep them. */
  putSession(session: string, encode: () => Uint8Array): void;
  removeSession(session: string): void;

  /**
   * Resolves when all changes so far are durable, undefined when they are. The commit comes at the end of the event
   * loop's turn, so that clients who write at the same time share one.
   */
  durable(): Promise<void> | undefined;
  close(): void;
}

const nothing = (): undefined => undefined;

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
  durable: nothing,
  close: nothing,
};
