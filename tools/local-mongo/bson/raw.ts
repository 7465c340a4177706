import { onDemand, serialize } from 'bson';
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

/** A document with some of its fields, which are copied as they are, not decoded. */
export function pickFields(bytes: Uint8Array, keeps: (field: string) => boolean): Uint8Array {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const result = Buffer.allocUnsafe(bytes.length);
  let end = 4;
  for (const [, nameAt, nameLength, valueAt, valueLength] of onDemand.parseToElements(bytes)) {
    if (!keeps(source.toString('utf8', nameAt, nameAt + nameLength))) continue;
    // An element begins with the byte of its type, right before its name.
    end += source.copy(result, end, nameAt - 1, valueAt + valueLength);
  }
  result[end++] = 0;
  result.writeInt32LE(end, 0);
  return result.subarray(0, end);
}
