import type { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Double, Int32, Long, ObjectId } from 'bson';
import { Timestamp } from 'bson';
import { decimalResidual, longResidual } from './residual.ts';
import { BsonType, type Doc, typeOf, type Value } from './value.ts';

/**
 * MongoDB's order of values, as strings that compare like the values: the one definition of order and equality
 * for indexes, sorting, comparison, grouping and sets. Each character is one byte, so V8 stores and compares them as bytes.
 *
 * An encoded value never is the beginning of another one's encoding. Equal values of different numeric types
 * have the same encoding.
 * @see https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/
 */
export function keyOf(value: Value | undefined): string {
  length = 0;
  writeValue(value);
  return scratch.toString('latin1', 0, length);
}

/** The key of several values side by side; a descending part has its bytes inverted. */
export function compoundKey(values: (Value | undefined)[], descending: boolean[]): string {
  length = 0;
  for (let i = 0; i < values.length; i++) {
    const start = length;
    writeValue(values[i]);
    if (descending[i] === true) invert(start);
  }
  return scratch.toString('latin1', 0, length);
}

/** The first key after all those that begin with a prefix. */
export function after(prefix: string): string {
  let end = prefix.length;
  while (prefix.charCodeAt(end - 1) === 0xff) end--;
  if (end === 0) return '\xff';
  return prefix.slice(0, end - 1) + String.fromCharCode(prefix.charCodeAt(end - 1) + 1);
}

/** The place of each type in the order; numbers share one, strings and symbols too. Never 0 or 255, which end a text. */
const RANK: Record<number, number> = {
  [BsonType.minKey]: 10,
  [BsonType.undefined]: 15,
  [BsonType.null]: 20,
  [BsonType.int]: 30,
  [BsonType.long]: 30,
  [BsonType.double]: 30,
  [BsonType.decimal]: 30,
  [BsonType.string]: 60,
  [BsonType.symbol]: 60,
  [BsonType.object]: 70,
  [BsonType.array]: 80,
  [BsonType.binData]: 90,
  [BsonType.objectId]: 100,
  [BsonType.bool]: 110,
  [BsonType.date]: 120,
  [BsonType.timestamp]: 130,
  [BsonType.regex]: 140,
  [BsonType.javascript]: 160,
  [BsonType.maxKey]: 240,
};

/** The place of a value's type among the types: values compare with `$lt` and the like only within one. */
export function rankOf(value: Value): number {
  return RANK[typeOf(value)]!;
}

/** An empty array under a key, where values of other arrays stand one by one. */
export const EMPTY_ARRAY = Symbol('empty array') as unknown as Value;

let scratch = Buffer.allocUnsafe(1 << 16);
let length = 0;

function reserve(bytes: number): void {
  if (length + bytes <= scratch.length) return;
  const larger = Buffer.allocUnsafe(Math.max(scratch.length * 2, length + bytes));
  scratch.copy(larger, 0, 0, length);
  scratch = larger;
}

function invert(start: number): void {
  for (let i = start; i < length; i++) scratch[i] = ~scratch[i]! & 0xff;
}

function writeValue(value: Value | undefined): void {
  // A field that is missing counts as null.
  if (value === undefined) value = null;
  const type = typeOf(value);
  reserve(64);
  scratch[length++] = RANK[type]!;
  switch (type) {
    case BsonType.int:
      return writeNumber((value as Int32).value, '');
    case BsonType.double:
      return writeNumber((value as Double).value, '');
    case BsonType.long:
      return writeNumber((value as Long).toNumber(), longResidual(value as Long));
    case BsonType.decimal:
      return writeNumber(...decimalResidual(value as Decimal128));
    case BsonType.string:
      return writeText(value as string);
    case BsonType.symbol:
      return writeText((value as BSONSymbol).value);
    case BsonType.object:
      return writeObject(value as Doc);
    case BsonType.array:
      for (const item of value as Value[]) writeValue(item);
      return writeEnd();
    case BsonType.binData:
      return writeBinary(value as Binary);
    case BsonType.objectId:
      for (const byte of (value as ObjectId).id) scratch[length++] = byte;
      return;
    case BsonType.bool:
      scratch[length++] = value === true ? 1 : 0;
      return;
    case BsonType.date:
      // Flips the sign so that times before 1970 come first.
      length = scratch.writeBigUInt64BE(BigInt((value as Date).getTime()) + (1n << 63n), length);
      return;
    case BsonType.timestamp:
      length = scratch.writeBigUInt64BE((value as Timestamp).toBigInt(), length);
      return;
    case BsonType.regex:
      writeText((value as BSONRegExp).pattern);
      return writeText((value as BSONRegExp).options);
    case BsonType.javascript:
      writeText((value as Code).code);
      return writeObject((value as Code).scope ?? {});
  }
}

/** A double in eight bytes that compare as numbers do, NaN first; `residual` orders what rounds to the same double. */
function writeNumber(value: number, residual: string): void {
  const start = length;
  length += 8;
  if (Number.isNaN(value)) {
    scratch.fill(0, start, length);
  } else {
    scratch.writeDoubleBE(value === 0 ? 0 : value, start);
    if (value < 0) invert(start);
    else scratch[start] = scratch[start]! | 0x80;
  }
  if (residual === '') scratch[length++] = 0x80;
  else length += scratch.write(residual, length, 'latin1');
}

/** UTF-8 with an end mark of 0; a 0 or 1 inside becomes two bytes, so that no text begins with another one's encoding. */
function writeText(text: string): void {
  reserve(text.length * 3 + 2);
  const start = length;
  length += scratch.write(text, length);
  if (scratch.subarray(start, length).some((byte) => byte <= 1)) escape(start);
  scratch[length++] = 0;
}

function escape(start: number): void {
  const bytes = [...scratch.subarray(start, length)].flatMap((byte) => (byte <= 1 ? [1, byte + 1] : [byte]));
  length = start;
  reserve(bytes.length + 2);
  scratch.set(bytes, start);
  length += bytes.length;
}

/** MongoDB compares objects field by field: type, then name, then value. */
function writeObject(doc: Doc): void {
  for (const [name, value] of Object.entries(doc)) {
    reserve(64);
    scratch[length++] = rankOf(value);
    writeText(name);
    writeValue(value);
  }
  writeEnd();
}

function writeEnd(): void {
  reserve(8);
  scratch[length++] = 0;
}

/** Binary data compare by length, subtype, content. */
function writeBinary(binary: Binary): void {
  const bytes = binary.value();
  reserve(bytes.length + 16);
  length = scratch.writeUInt32BE(bytes.length, length);
  scratch[length++] = binary.sub_type;
  scratch.set(bytes, length);
  length += bytes.length;
}
