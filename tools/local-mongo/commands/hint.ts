import { valuesEqual } from '../bson/compare.ts';
import { type Doc, isDoc, type Value } from '../bson/value.ts';

/** Which indexes a hint allows: by name or by key. */
export function parseHint(hint: Value | undefined): ((name: string, key: Doc) => boolean) | undefined {
  if (hint === undefined || (isDoc(hint) && Object.keys(hint).length === 0)) return undefined;
  if (typeof hint === 'string') return (name) => name === hint;
  return (_, key) => valuesEqual(key, hint);
}
