import { onDemand, serialize } from 'bson';
import { decode, encode } from './codec.ts';
import { BsonType, type Doc } from './value.ts';

/** A document in pieces: what was found travels as it is stored and is copied once, when `Buffer.concat` joins the reply. */
export type Pieces = Uint8Array[];

/** A document with one more field, in front, whose value is already encoded. */
export function withRawField(doc: object, name: string, type: number, value: Pieces): Pieces {
  const base = serialize(doc);
  const head = Buffer.from(`\0\0\0\0${String.fromCharCode(type)}${name}\0`, 'latin1');
  head.writeInt32LE(head.length + lengthOf(value) + base.length - 4, 0);
  return [head, ...value, base.subarray(4)];
}

/** An array of documents. */
export function rawArray(documents: Uint8Array[]): Pieces {
  const pieces: Pieces = [];
  for (const [i, document] of documents.entries()) {
    pieces.push(Buffer.from(`${String.fromCharCode(BsonType.object)}${i}\0`, 'latin1'), document);
  }
  pieces.push(END);
  const head = Buffer.allocUnsafe(4);
  head.writeInt32LE(4 + lengthOf(pieces), 0);
  return [head, ...pieces];
}

const END = Buffer.from([0]);

function lengthOf(pieces: Pieces): number {
  let sum = 0;
  for (const { length } of pieces) sum += length;
  return sum;
}

interface Element {
  name: string;
  /** From the byte of its type to before the next element's. */
  start: number;
  end: number;
}

/** The document read last: one command asks for the elements of the same one several times in a row. */
let known: { bytes: Uint8Array; elements: Element[] } = { bytes: new Uint8Array(), elements: [] };

function elementsOf(bytes: Uint8Array): Element[] {
  if (known.bytes === bytes) return known.elements;
  const source = asBuffer(bytes);
  const elements: Element[] = [];
  for (const [, nameAt, nameLength, valueAt, valueLength] of onDemand.parseToElements(bytes)) {
    const name = source.toString('utf8', nameAt, nameAt + nameLength);
    elements.push({ name, start: nameAt - 1, end: valueAt + valueLength });
  }
  known = { bytes, elements };
  return elements;
}

/** Puts elements of documents together to one document. */
function joinElements(parts: { source: Buffer; start: number; end: number }[]): Uint8Array {
  const size = parts.reduce((sum, { start, end }) => sum + end - start, 5);
  const result = Buffer.allocUnsafe(size);
  let offset = result.writeInt32LE(size, 0);
  for (const { source, start, end } of parts) offset += source.copy(result, offset, start, end);
  result[offset] = 0;
  return result;
}

/** A document with some of its fields, which are copied as they are, not decoded. */
export function pickFields(bytes: Uint8Array, keeps: (field: string) => boolean): Uint8Array {
  const source = asBuffer(bytes);
  const kept = elementsOf(bytes).filter(({ name }) => keeps(name));
  return joinElements(kept.map(({ start, end }) => ({ source, start, end })));
}

/** Reads only these top-level fields of a document; all of them for undefined. */
export function decodeFields(bytes: Uint8Array, fields: ReadonlySet<string> | undefined): Doc {
  return decode(fields === undefined ? bytes : pickFields(bytes, (name) => fields.has(name)));
}

/** A document whose top-level `fields` are those of `changed`; the others keep their bytes and all keep their places. */
export function withFields(
  bytes: Uint8Array,
  fields: ReadonlySet<string> | undefined,
  changed: Doc,
): Uint8Array {
  const fresh = encode(changed);
  if (fields === undefined) return fresh;
  const source = asBuffer(bytes);
  const freshSource = asBuffer(fresh);
  const elements = elementsOf(bytes);
  const news = new Map(elementsOf(fresh).map((element) => [element.name, element]));
  const parts = [];
  for (const { name, start, end } of elements) {
    const replacement = news.get(name);
    if (!fields.has(name)) parts.push({ source, start, end });
    else if (replacement !== undefined) parts.push({ source: freshSource, ...replacement });
    news.delete(name);
  }
  for (const added of news.values()) parts.push({ source: freshSource, ...added });
  return joinElements(parts);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
