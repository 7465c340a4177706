import { type Doc, isDoc, isNumeric, toNumber, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';

/**
 * What a one-node replica set says to a write concern. All writes are done and durable before the reply, so every
 * concern that one node can satisfy is satisfied.
 * @throws {MongoError} FailedToParse for a write concern that is none
 */
export function writeConcernError(concern: Value | undefined): Doc | undefined {
  if (concern === undefined) return undefined;
  if (!isDoc(concern))
    throw new MongoError(14, "BSON field 'writeConcern' is the wrong type, expected type 'object'");
  const w = concern['w'];
  if (w === undefined || w === 'majority') return undefined;
  if (typeof w === 'string') {
    return failure(
      79,
      'UnknownReplWriteConcern',
      `No write concern mode named '${w}' found in replica set configuration`,
    );
  }
  if (!isNumeric(w) || !Number.isInteger(toNumber(w)) || toNumber(w) < 0 || toNumber(w) > 50) {
    throw new MongoError(9, 'w has to be a number between 0 and 50, or a string');
  }
  return toNumber(w) > 1
    ? failure(100, 'UnsatisfiableWriteConcern', 'Not enough data-bearing nodes')
    : undefined;
}

function failure(code: number, codeName: string, errmsg: string): Doc {
  return { code, codeName, errmsg } as unknown as Doc;
}
