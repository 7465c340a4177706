import { BsonType, isNumeric, toNumber, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';

const NUMBERS = [BsonType.int, BsonType.long, BsonType.double, BsonType.decimal];
const CODES = new Set<number>(Object.values(BsonType));

/** The type numbers that an operand of `$type` names. */
export function parseTypes(operand: Value): Set<number> {
  const named = Array.isArray(operand) ? operand : [operand];
  if (named.length === 0) throw new MongoError(9, '$type must match at least one type');
  return new Set(named.flatMap(parseType));
}

function parseType(operand: Value): number[] {
  if (typeof operand === 'string') {
    if (operand === 'number') return NUMBERS;
    const code = (BsonType as Record<string, number>)[operand];
    if (code === undefined) throw new MongoError(2, `Unknown type name alias: ${operand}`);
    return [code];
  }
  if (!isNumeric(operand)) throw new MongoError(14, 'type must be represented as a number or a string');
  const code = toNumber(operand);
  if (!CODES.has(code)) throw new MongoError(2, `Invalid numerical type code: ${code}`);
  return [code];
}
