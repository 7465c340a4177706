import {
  type Binary,
  type BSONRegExp,
  type BSONSymbol,
  BSONType,
  type Code,
  type DBRef,
  type Decimal128,
  Double,
  Int32,
  Long,
  type MaxKey,
  type MinKey,
  type ObjectId,
  type Timestamp,
} from 'bson';

/** A document as the server holds it: numbers keep their BSON type, so no int becomes a double on its way. */
export interface Doc {
  [field: string]: Value;
}

export type Numeric = Int32 | Double | Long | Decimal128;

export type Value =
  | null
  | boolean
  | string
  | Date
  | Numeric
  | ObjectId
  | Binary
  | BSONRegExp
  | Timestamp
  | MinKey
  | MaxKey
  | Code
  | BSONSymbol
  | DBRef
  | Value[]
  | Doc;

/** BSON's type numbers by MongoDB's names. */
export const BsonType = BSONType;

const WRAPPERS: Record<string, number> = {
  Int32: BsonType.int,
  Double: BsonType.double,
  Long: BsonType.long,
  Decimal128: BsonType.decimal,
  ObjectId: BsonType.objectId,
  Binary: BsonType.binData,
  BSONRegExp: BsonType.regex,
  Timestamp: BsonType.timestamp,
  MinKey: BsonType.minKey,
  MaxKey: BsonType.maxKey,
  Code: BsonType.javascript,
  BSONSymbol: BsonType.symbol,
  DBRef: BsonType.object,
};

export function typeOf(value: Value): number {
  switch (typeof value) {
    case 'string':
      return BsonType.string;
    case 'boolean':
      return BsonType.bool;
    case 'object':
      break;
    default:
      return BsonType.undefined;
  }
  if (value === null) return BsonType.null;
  if (Array.isArray(value)) return BsonType.array;
  if (value instanceof Date) return BsonType.date;
  if (isPlain(value)) return BsonType.object;
  return WRAPPERS[(value as { ['_bsontype']: string })['_bsontype']] ?? BsonType.undefined;
}

/** MongoDB's name of a value's type, as in `$type` and in its messages. */
export function typeName(value: Value): string {
  const code = typeOf(value);
  return Object.entries(BsonType).find(([, number]) => number === code)![0];
}

function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}

export function isDoc(value: Value | undefined): value is Doc {
  return typeof value === 'object' && value !== null && isPlain(value);
}

export function isNumeric(value: Value | undefined): value is Numeric {
  if (typeof value !== 'object' || value === null) return false;
  const type = typeOf(value);
  return (
    type === BsonType.int || type === BsonType.double || type === BsonType.long || type === BsonType.decimal
  );
}

/** The value of a field; undefined when the document lacks it. Never sees what JavaScript objects inherit. */
export function getField(doc: Doc, field: string): Value | undefined {
  return Object.hasOwn(doc, field) ? doc[field] : undefined;
}

/** Sets a field; `__proto__` is a name like any other. */
export function setField(doc: Doc, field: string, value: Value): void {
  if (field === '__proto__') {
    Object.defineProperty(doc, field, { value, enumerable: true, writable: true, configurable: true });
  } else {
    doc[field] = value;
  }
}

/** A number as JavaScript has it; exact for everything but longs and decimals beyond 2^53. */
export function toNumber(value: Numeric): number {
  return value instanceof Long || typeOf(value) === BsonType.decimal
    ? Number(value.toString())
    : (value as Int32 | Double).value;
}
