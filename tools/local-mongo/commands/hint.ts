import { valuesEqual } from '../bson/compare.ts';
import { isDoc, type Value } from '../bson/value.ts';
import type { Hint } from '../planner/choose-plan.ts';

/** Which indexes a hint allows: by name or by key. */
export function parseHint(hint: Value | undefined): Hint | 'natural' | undefined {
  if (hint === undefined || (isDoc(hint) && Object.keys(hint).length === 0)) return undefined;
  if (isDoc(hint) && '$natural' in hint) return 'natural';
  if (typeof hint === 'string') return (name) => name === hint;
  return (_, key) => valuesEqual(key, hint);
}
