/** Where changes are kept beyond the life of the process. */
export interface Journal {
  put(collection: number, record: number, bytes: Uint8Array): void;
  remove(collection: number, record: number): void;
}

/** Keeps nothing: a server in memory. */
export const NO_JOURNAL: Journal = { put: () => undefined, remove: () => undefined };
