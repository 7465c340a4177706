import { deserialize, serialize } from 'bson';
import { MongoError } from '../errors.ts';
import type { Doc } from './value.ts';

/** The largest document that may be stored. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

const OPTIONS = { promoteValues: false, bsonRegExp: true } as const;

/**
 * Reads one BSON document.
 * @throws {MongoError} InvalidBSON for anything that is not one
 */
export function decode(bytes: Uint8Array): Doc {
  try {
    return deserialize(bytes, OPTIONS);
  } catch (error) {
    throw new MongoError(22, `Invalid BSON: ${(error as Error).message}`);
  }
}

export function encode(doc: Doc): Uint8Array {
  return serialize(doc);
}
