import { serialize } from 'bson';
import { BsonType } from './value.ts';

/** A document with one more field whose value is already encoded: found documents travel as they are stored. */
export function withRawField(doc: object, name: string, type: number, value: Uint8Array): Uint8Array {
  const base = serialize(doc);
  const nameLength = Buffer.byteLength(name);
  const result = Buffer.allocUnsafe(base.length + 1 + nameLength + 1 + value.length);
  result.writeInt32LE(result.length, 0);
  let offset = 4;
  result[offset++] = type;
  offset += result.write(name, offset);
  result[offset++] = 0;
  result.set(value, offset);
  result.set(base.subarray(4), offset + value.length);
  return result;
}

/** An array of documents. */
export function rawArray(documents: Uint8Array[]): Uint8Array {
  let length = 5;
  for (const [i, document] of documents.entries()) length += 2 + String(i).length + document.length;
  const result = Buffer.allocUnsafe(length);
  result.writeInt32LE(length, 0);
  let offset = 4;
  for (const [i, document] of documents.entries()) {
    result[offset++] = BsonType.object;
    offset += result.write(String(i), offset, 'latin1');
    result[offset++] = 0;
    result.set(document, offset);
    offset += document.length;
  }
  result[offset] = 0;
  return result;
}
