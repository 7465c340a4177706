import { MongoError } from '../errors.ts';
import { EMPTY_ARRAY } from './key.ts';
import { type Doc, getField, isDoc, type Value } from './value.ts';

/** A walk along one path: where it is and what is left of the path. */
interface Walk {
  value: Value | undefined;
  parts: string[];
  depth: number;
  /** It stands on an element of an array where the path ends: an array here is a value. */
  isElement: boolean;
}

/**
 * What an index or a sort sees of a document: one tuple of values, or one per element when a path leads through
 * an array. An empty array counts as a value of its own below null, a missing field as null.
 * @throws {MongoError} 171 when two of the paths lead through different arrays
 */
export function keyValues(doc: Doc, paths: string[][]): (Value | undefined)[][] {
  return expand(paths.map((parts) => advance({ value: doc, parts, depth: 0, isElement: false })));
}

/** Goes on until the end of the path or an array. An index in the path picks its element. */
function advance(walk: Walk): Walk {
  const { parts } = walk;
  let { value, depth } = walk;
  for (; depth < parts.length; depth++) {
    const part = parts[depth]!;
    if (isDoc(value)) value = getField(value, part);
    else if (!Array.isArray(value)) return { ...walk, value: undefined, depth: parts.length };
    else if (value[Number(part)] === undefined) break;
    else value = value[Number(part)];
  }
  return { ...walk, value, depth };
}

function expand(walks: Walk[]): (Value | undefined)[][] {
  const arrays = walks.filter(({ value, isElement }) => Array.isArray(value) && !isElement);
  const [first] = arrays;
  if (first === undefined) return [walks.map(({ value }) => value)];
  const array = first.value as Value[];
  const parallel = arrays.find(({ value }) => value !== array);
  if (parallel !== undefined) {
    const names = [parallel, first].map(({ parts }) => `[${parts.at(-1)}]`);
    throw new MongoError(171, `cannot index parallel arrays ${names.join(' ')}`);
  }
  const elements = array.length === 0 ? [EMPTY_ARRAY] : array;
  return elements.flatMap((element) =>
    expand(walks.map((walk) => (arrays.includes(walk) ? enter(walk, element) : walk))),
  );
}

function enter(walk: Walk, element: Value): Walk {
  if (walk.depth === walk.parts.length) return { ...walk, value: element, isElement: true };
  return advance({ ...walk, value: isDoc(element) ? element : undefined });
}
