import { type Doc, getField, isDoc, setField, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { isIndex } from '../query/path.ts';

/** The longest array that an index in a path may create. */
const MAX_PADDING = 1_500_000;

/** The value at a literal path, in which numbers index arrays. */
export function readPath(doc: Doc, parts: string[]): Value | undefined {
  let value: Value | undefined = doc;
  for (const part of parts) {
    if (isDoc(value)) value = getField(value, part);
    else if (Array.isArray(value) && isIndex(part)) value = value[Number(part)];
    else return undefined;
  }
  return value;
}

/**
 * Puts a value at a literal path and creates the documents on the way.
 * @throws {MongoError} PathNotViable when the path goes through something that is neither document nor array
 */
export function writePath(doc: Doc, parts: string[], value: Value): void {
  let holder: Value = doc;
  for (const [depth, part] of parts.entries()) {
    const isLast = depth === parts.length - 1;
    const next: Value | undefined = isLast ? value : childOf(holder, part);
    const child: Value = next === undefined ? {} : next;
    if (isLast || next === undefined) put(holder, part, child);
    holder = child;
  }
}

function childOf(holder: Value, part: string): Value | undefined {
  if (isDoc(holder)) return getField(holder, part);
  return Array.isArray(holder) && isIndex(part) ? holder[Number(part)] : undefined;
}

function put(holder: Value, part: string, value: Value): void {
  if (isDoc(holder)) {
    setField(holder, part, value);
  } else if (Array.isArray(holder) && isIndex(part)) {
    const index = Number(part);
    if (index - holder.length > MAX_PADDING) {
      throw new MongoError(2, `can't backfill more than ${MAX_PADDING} elements`);
    }
    while (holder.length < index) holder.push(null);
    holder[index] = value;
  } else {
    refuseWay(holder, part);
  }
}

function refuseWay(holder: Value, part: string): never {
  throw new MongoError(28, `Cannot create field '${part}' in element ${inspect(holder)}`);
}

/**
 * For modifiers that leave alone what is not there: it could be there.
 * @throws {MongoError} PathNotViable when the path goes through something that is neither document nor array
 */
export function refuseUnviable(doc: Doc, parts: string[]): void {
  let holder: Value | undefined = doc;
  for (const part of parts) {
    if (holder === undefined) return;
    if (!isDoc(holder) && !(Array.isArray(holder) && isIndex(part))) refuseWay(holder, part);
    holder = childOf(holder, part);
  }
}

/** Removes what is at a literal path; an array keeps its length and gets a null there. */
export function removePath(doc: Doc, parts: string[]): void {
  const holder = readPath(doc, parts.slice(0, -1));
  const last = parts.at(-1)!;
  if (isDoc(holder)) delete holder[last];
  else if (Array.isArray(holder) && isIndex(last) && Number(last) < holder.length)
    holder[Number(last)] = null;
}

/** A value as a message shows it. */
export function inspect(value: Value | undefined): string {
  return JSON.stringify(value) ?? 'missing';
}
