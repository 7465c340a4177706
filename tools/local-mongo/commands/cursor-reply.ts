import { Double } from 'bson';
import { rawArray, withRawField } from '../bson/raw.ts';
import { BsonType } from '../bson/value.ts';
import type { Batch } from './cursors.ts';

const OK = { ok: new Double(1) };

export function cursorReply(name: 'firstBatch' | 'nextBatch', namespace: string, batch: Batch): Uint8Array {
  const cursor = withRawField(
    { id: batch.id, ns: namespace },
    name,
    BsonType.array,
    rawArray(batch.documents),
  );
  return Buffer.concat(withRawField(OK, 'cursor', BsonType.object, cursor));
}

/** A reply that carries one stored document. */
export function documentReply(rest: object, name: string, document: Uint8Array | null): Uint8Array {
  const [type, value] = document === null ? [BsonType.null, []] : [BsonType.object, [document]];
  return Buffer.concat(withRawField({ ...rest, ...OK }, name, type, value));
}
