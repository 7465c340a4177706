import { Int32 } from 'bson';
import { keyOf } from './key.ts';
import type { Value } from './value.ts';

/** Below, at or above zero as `a` comes before, with or after `b` in MongoDB's order of all values. */
export function compareValues(a: Value | undefined, b: Value | undefined): number {
  if (a === b) return 0;
  if (a instanceof Int32 && b instanceof Int32) return a.value - b.value;
  return compareKeys(keyOf(a), keyOf(b));
}

export function valuesEqual(a: Value | undefined, b: Value | undefined): boolean {
  return compareValues(a, b) === 0;
}

export function compareKeys(a: string, b: string): number {
  if (a < b) return -1;
  return a === b ? 0 : 1;
}
