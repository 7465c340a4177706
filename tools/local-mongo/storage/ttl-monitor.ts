import { parseQuery } from '../query/parse-query.ts';
import { find } from '../planner/find.ts';
import type { Catalog } from './catalog.ts';
import type { Collection } from './collection.ts';
import type { IndexSpec } from './index-spec.ts';

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
      removed += removeBefore(collection, spec, now - spec.expireAfterSeconds * 1000);
    }
  }
  return removed;
}

/** The hint keeps to the index's own entries, so that what a partial index leaves out never expires. */
function removeBefore(collection: Collection, { name, key }: IndexSpec, time: number): number {
  const [path] = Object.keys(key);
  const { matches } = find(collection, parseQuery({ [path!]: { $lte: new Date(time) } }), {
    hint: (other) => other === name,
  });
  for (const match of matches) collection.remove(match.record, match.doc());
  return matches.length;
}
