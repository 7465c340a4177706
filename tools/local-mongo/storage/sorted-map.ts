import * as imported from 'sorted-btree';

type SortedBTree = typeof imported.default;

/** The package is CommonJS: Node's own ESM wraps its default export once more than a transpiler does. */
const BTree = ((imported.default as unknown as { default?: SortedBTree }).default ??
  imported.default) as unknown as (typeof imported.default)['default'];

/** An ordered map from index entries to record numbers. */
export function createSortedMap(): SortedMap {
  return new BTree<string, number>(undefined, (a, b) => (a < b ? -1 : a === b ? 0 : 1));
}

export interface SortedMap {
  readonly size: number;
  set(key: string, value: number): boolean;
  delete(key: string): boolean;
  /** The first entry at or after a key. */
  getPairOrNextHigher(key: string): [string, number] | undefined;
  entries(lowest?: string): IterableIterator<[string, number]>;
  entriesReversed(highest?: string): IterableIterator<[string, number]>;
}
