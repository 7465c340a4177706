import type { Doc, Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { inspect, readPath } from './update-path.ts';

/** Decides whether an element belongs to the identifier of a `$[identifier]`. */
export type ArrayFilters = Map<string, (element: Value) => boolean>;

/**
 * The literal paths that a path with `$`, `$[]` and `$[identifier]` stands for in a document.
 * @throws {MongoError} BadValue when there is no array to go through or the query matched no element
 */
export function expandPath(
  doc: Doc,
  path: string,
  position: number | undefined,
  filters: ArrayFilters,
): string[][] {
  if (!path.includes('$')) return [path.split('.')];
  return path.split('.').reduce<string[][]>(
    (paths, part) => {
      if (part === '$') {
        if (position === undefined) {
          throw new MongoError(2, 'The positional operator did not find the match needed from the query.');
        }
        return paths.map((parts) => [...parts, String(position)]);
      }
      const identifier = /^\$\[(.*)\]$/.exec(part)?.[1];
      if (identifier === undefined) return paths.map((parts) => [...parts, part]);
      return paths.flatMap((parts) => elementsOf(doc, parts, identifier, filters));
    },
    [[]],
  );
}

function elementsOf(doc: Doc, parts: string[], identifier: string, filters: ArrayFilters): string[][] {
  const array = readPath(doc, parts);
  const shown = parts.join('.');
  if (array === undefined) throw new MongoError(2, `The path '${shown}' must exist to apply array updates.`);
  if (!Array.isArray(array)) {
    throw new MongoError(2, `Cannot apply array updates to non-array element ${shown}: ${inspect(array)}`);
  }
  const accepts = identifier === '' ? () => true : filters.get(identifier)!;
  return [...array.entries()]
    .filter(([, element]) => accepts(element))
    .map(([index]) => [...parts, String(index)]);
}
