import { DBRef, deserialize, serialize } from 'bson';
import { MongoError } from '../errors.ts';
import { type Doc, isDoc, setField, type Value } from './value.ts';

/** The largest document that may be stored. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
/** A document that is not stored by itself, such as a reply, may have something around a stored one. */
export const MAX_INTERNAL_BYTES = MAX_DOCUMENT_BYTES + 16 * 1024;

const OPTIONS = { promoteValues: false, bsonRegExp: true } as const;

/**
 * Reads one BSON document.
 * @throws {MongoError} InvalidBSON for anything that is not one
 */
export function decode(bytes: Uint8Array): Doc {
  try {
    const doc = deserialize(bytes, OPTIONS);
    return mayHoldReference(bytes) ? (plain(doc) as Doc) : doc;
  } catch (error) {
    throw new MongoError(22, `Invalid BSON: ${(error as Error).message}`);
  }
}

/** The name of the text field that `bson` takes for the mark of a DBRef. */
const REFERENCE = Buffer.from('\x02$ref\0', 'latin1');
const DOLLAR = 0x24;

/** Every document that is read comes by here: most have no dollar at all, which is found out quickest. */
function mayHoldReference(bytes: Uint8Array): boolean {
  if (!bytes.includes(DOLLAR)) return false;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(REFERENCE);
}

/**
 * For the database a DBRef is a document like any other, with fields to search for. `bson` has no option to leave
 * it one.
 */
function plain(value: Value): Value {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof DBRef) return plain(fieldsOf(value));
  if (!isDoc(value)) return value;
  for (const [name, item] of Object.entries(value)) setField(value, name, plain(item));
  return value;
}

function fieldsOf({ collection, oid, db, fields }: DBRef): Doc {
  return { $ref: collection, $id: oid, ...(db !== undefined && { $db: db }), ...fields };
}

/** @throws {MongoError} BSONObjectTooLarge */
export function encode(doc: object, limit = MAX_DOCUMENT_BYTES): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = serialize(doc);
  } catch (error) {
    if (!isBeyondBuffer(error)) throw error;
    throw new MongoError(10334, `BSONObj size is invalid: above ${limit} bytes`);
  }
  refuseSize(bytes, limit);
  return bytes;
}

/** @throws {MongoError} BSONObjectTooLarge */
export function refuseSize(bytes: Uint8Array, limit = MAX_DOCUMENT_BYTES): void {
  if (bytes.length > limit) throw new MongoError(10334, `BSONObj size: ${bytes.length} is invalid`);
}

/** `bson` writes into a buffer of 17 MB. Beyond its end a text makes it throw, other values are lost silently. */
function isBeyondBuffer(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ERR_OUT_OF_RANGE' || code === 'ERR_BUFFER_OUT_OF_BOUNDS';
}
