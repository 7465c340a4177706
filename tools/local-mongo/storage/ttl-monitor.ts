import { parseQuery } from '../query/parse-query.ts';
import { find } from '../planner/find.ts';
import type { Catalog } from './catalog.ts';
import type { Collection } from './collection.ts';

/**
 * Removes the documents whose TTL index says so. An array expires with its earliest date; what is no date never does.
 * @returns how many were removed
 */
export function removeExpired(catalog: Catalog, now = Date.now()): number {
  let removed = 0;
  for (const collection of catalog.all()) {
    for (const { spec } of collection.indexes) {
      if (spec.expireAfterSeconds === undefined) continue;
      collection.load();
      removed += removeBefore(collection, Object.keys(spec.key)[0]!, now - spec.expireAfterSeconds * 1000);
    }
  }
  return removed;
}

function removeBefore(collection: Collection, path: string, time: number): number {
  const { matches } = find(collection, parseQuery({ [path]: { $lte: new Date(time) } }), {
    hint: (_, key) => Object.keys(key).length === 1 && path in key,
  });
  for (const match of matches) collection.remove(match.record, match.doc());
  return matches.length;
}
