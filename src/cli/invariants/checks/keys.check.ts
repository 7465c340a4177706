import { Types } from 'mongoose';
import type { IdempotencyKeyRecord } from '../../../common/idempotency/idempotency-key.schema.js';
import { byIds, collection } from '../collections.js';
import { inBatches } from '../streams.js';
import type { Check, Scope } from '../violation.js';

const BATCH = 200;
const CREATED = /^\/v1\/(orders|payments)\/([0-9a-f]{24})$/;

interface Created {
  key: string;
  collection: 'orders' | 'payments';
  id: string;
  resourceId: string;
}

/** I3 and I5: what was answered with 201 is there, and is what the key was to make. */
export const checkKeys: Check = async function* (scope, only) {
  const keys = collection(scope.db, 'idempotency_keys')
    .find({ ...byIds(only), 'answer.status': 201 }, { projection: { resourceId: 1, 'answer.headers': 1 } })
    .sort({ _id: 1 });
  for await (const batch of inBatches(keys, BATCH)) {
    const created = batch.flatMap(toCreated);
    const readable = await findReadable(created, scope);
    for (const { key, id, resourceId, ...rest } of created) {
      const where = { key, [rest.collection]: id };
      if (!readable.has(id)) {
        yield {
          invariant: 'I3',
          what: 'It was acknowledged with 201 and is not there',
          hint: 'Restore it from a backup',
          where,
          anchor: key,
        };
      }
      if (id !== resourceId) {
        yield {
          invariant: 'I5',
          what: `The key was to make ${resourceId} and made ${id}`,
          hint: 'A repeat may have made a second one: compare both',
          where,
          anchor: key,
        };
      }
    }
  }
};

function toCreated({ _id, resourceId, answer }: IdempotencyKeyRecord): Created[] {
  const [, name, id] = CREATED.exec(answer?.headers['location'] ?? '') ?? [];
  if (name === undefined || id === undefined) return [];
  return [{ key: _id, collection: name as Created['collection'], id, resourceId: resourceId.toHexString() }];
}

async function findReadable(created: Created[], { db }: Scope): Promise<Set<string>> {
  const idsOf = (name: Created['collection']) =>
    created.filter((one) => one.collection === name).map(({ id }) => new Types.ObjectId(id));
  const isVisible = { status: { $nin: ['placing', 'rejected'] as const } };
  const [orders, payments] = await Promise.all([
    collection(db, 'orders')
      .find({ _id: { $in: idsOf('orders') }, ...isVisible }, { projection: { _id: 1 } })
      .toArray(),
    collection(db, 'payments')
      .find({ _id: { $in: idsOf('payments') } }, { projection: { _id: 1 } })
      .toArray(),
  ]);
  return new Set([...orders, ...payments].map(({ _id }) => _id.toHexString()));
}
