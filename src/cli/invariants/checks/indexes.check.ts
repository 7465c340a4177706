import { isDeepStrictEqual } from 'node:util';
import type { mongo } from 'mongoose';
import type { Check } from '../violation.js';

/** The unique indexes on which I4 rests: what they refuse happens once. */
const UNIQUE: Record<string, Record<string, 1>[]> = {
  orders: [{ cartKey: 1 }, { number: 1 }],
  payments: [{ provider: 1, providerOrderId: 1 }],
  stock_items: [{ sku: 1, locationCode: 1, shelf: 1 }],
  users: [{ email: 1 }],
};

/** I4: no index is missing that makes something happen once. */
export const checkIndexes: Check = async function* ({ db }) {
  for (const [name, keys] of Object.entries(UNIQUE)) {
    const existing = await indexesOf(db, name);
    for (const key of keys) {
      const isThere = existing.some(
        (index) => index['unique'] === true && isDeepStrictEqual(index['key'], key),
      );
      if (isThere) continue;
      yield {
        invariant: 'I4',
        what: `The unique index on ${Object.keys(key).join(', ')} is missing`,
        hint: 'npm run migrate; where it fails the data has duplicates, which must be merged first',
        where: { collection: name },
        anchor: name,
      };
    }
  }
};

async function indexesOf(db: mongo.Db, name: string): Promise<Record<string, unknown>[]> {
  const isThere = await db.listCollections({ name }, { nameOnly: true }).hasNext();
  return isThere ? db.collection(name).listIndexes().toArray() : [];
}
