import { type Doc, getField, isDoc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';

/**
 * Receives a value that a path leads to, undefined for "nothing there", with the index of the element of the
 * outermost array on the way. Returns true to stop.
 */
export type Visitor = (value: Value | undefined, index: number | undefined) => boolean;

/** What a path does with an array at its very end: visit its elements and it, or it alone. */
export type LeafArrays = 'elements' | 'whole';

export function splitPath(path: string): string[] {
  return path.split('.');
}

export function isIndex(part: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(part);
}

/** @throws {MongoError} for a path with two dots in a row, or one at an end */
export function refuseEmptyNames(parts: string[]): void {
  if (parts.includes('')) throw new MongoError(15998, 'FieldPath field names may not be empty strings.');
}

/** @throws {MongoError} for a path of which a part looks like an operator */
export function refuseDollarNames(parts: string[]): void {
  if (!parts.some((part) => part.startsWith('$'))) return;
  throw new MongoError(16410, "FieldPath field names may not start with '$'.");
}

/** A tree of the parts of paths; where a path ends there is an empty one. */
interface Parts extends Map<string, Parts> {}

/** The first path that is, holds or lies within an earlier one, and where the two meet. */
export function findConflict(paths: string[][]): { path: string; at: string } | undefined {
  const root: Parts = new Map();
  for (const parts of paths) {
    let node = root;
    for (const [depth, part] of parts.entries()) {
      const next = node.get(part);
      if (next !== undefined && (next.size === 0 || depth === parts.length - 1)) {
        return { path: parts.join('.'), at: parts.slice(0, depth + 1).join('.') };
      }
      const child: Parts = next ?? new Map();
      node.set(part, child);
      node = child;
    }
  }
  return undefined;
}

/**
 * Visits what a dotted path leads to, as a query does: through the elements of arrays, and by index into them.
 * @returns whether the visitor stopped
 */
export function visitPath(
  doc: Doc,
  parts: string[],
  visit: Visitor,
  leafArrays: LeafArrays = 'elements',
): boolean {
  return visitFrom(doc, parts, 0, visit, leafArrays);
}

function visitFrom(doc: Doc, parts: string[], from: number, visit: Visitor, leafArrays: LeafArrays): boolean {
  const last = parts.length - 1;
  let depth = from;
  let value = getField(doc, parts[depth]!);
  while (depth < last && isDoc(value)) value = getField(value, parts[++depth]!);
  if (Array.isArray(value)) {
    if (depth === last && leafArrays === 'whole') return visit(value, undefined);
    return visitArray(value, parts, depth + 1, visit, leafArrays);
  }
  return visit(depth < last ? undefined : value, undefined);
}

/** `next` is the part of the path after the array. */
function visitArray(
  array: Value[],
  parts: string[],
  next: number,
  visit: Visitor,
  leafArrays: LeafArrays,
): boolean {
  const isLeaf = next === parts.length;
  const wanted = !isLeaf && isIndex(parts[next]!) ? Number(parts[next]) : -1;
  for (const [index, element] of array.entries()) {
    const visitHere: Visitor = (value) => visit(value, index);
    if (isLeaf) {
      if (visit(element, index)) return true;
      continue;
    }
    if (isDoc(element) && visitFrom(element, parts, next, visitHere, leafArrays)) return true;
    if (index !== wanted) continue;
    if (next === parts.length - 1) {
      if (visit(element, index)) return true;
    } else if (isDoc(element)) {
      if (visitFrom(element, parts, next + 1, visitHere, leafArrays)) return true;
    } else if (Array.isArray(element)) {
      if (visitArray(element, parts, next + 1, visitHere, leafArrays)) return true;
    }
  }
  return isLeaf && visit(array, undefined);
}

/**
 * The values that a path leads to, for `distinct`: an array at its end gives its elements, an array in an array is
 * a value. A whole number is an index wherever it meets an array.
 */
export function leafValues(value: Value | undefined, parts: string[], depth = 0): Value[] {
  if (value === undefined) return [];
  if (depth === parts.length) return Array.isArray(value) ? value : [value];
  const part = parts[depth]!;
  if (isDoc(value)) return leafValues(getField(value, part), parts, depth + 1);
  if (!Array.isArray(value)) return [];
  if (isIndex(part)) return leafValues(value[Number(part)], parts, depth + 1);
  return value.filter(isDoc).flatMap((element) => leafValues(element, parts, depth));
}
