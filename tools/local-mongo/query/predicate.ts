import { type Doc, isDoc, type Value } from '../bson/value.ts';

/** Where in an array a query matched: what the positional operator `$` stands for. */
export interface MatchPosition {
  index: number | undefined;
}

/** For negations, which match by what is not there and so leave no position. */
export const nowhere = (): MatchPosition => ({ index: undefined });

export type Test = (doc: Doc, position: MatchPosition) => boolean;

/** A parsed query: `test` decides, the rest is for the planner. */
export type Predicate =
  | { kind: 'and' | 'or' | 'nor'; children: Predicate[]; test: Test }
  | { kind: 'field'; path: string; operator: string; operand: Value; test: Test }
  /** `$elemMatch` with a query for objects. */
  | { kind: 'elemMatch'; path: string; child: Predicate; test: Test }
  /** A negation on one path, or with no path an expression, which may look at everything. */
  | { kind: 'other'; path: string | undefined; test: Test };

/** The top-level fields that a query looks at; undefined when that may be any. */
export function fieldsOfQuery(query: Predicate): Set<string> | undefined {
  const fields = new Set<string>();
  return collectFields(query, fields) ? fields : undefined;
}

function collectFields(query: Predicate, fields: Set<string>): boolean {
  if ('children' in query) return query.children.every((child) => collectFields(child, fields));
  if (query.path === undefined) return false;
  fields.add(topField(query.path));
  return true;
}

/** The first part of a dotted path. */
export function topField(path: string): string {
  const end = path.indexOf('.');
  return end === -1 ? path : path.slice(0, end);
}

/** One operator with its operand, not yet tied to a field. */
export interface Condition {
  /** Decides about one value, arrays not opened; undefined stands for a missing field. */
  matches: (value: Value | undefined, position: MatchPosition) => boolean;
  /** The condition on what a path leads to. */
  on: (path: string) => Predicate;
}

/** Whether a value is a document of operators. A DBRef is not. */
export function hasOperators(value: Value): value is Doc {
  if (!isDoc(value)) return false;
  const [first] = Object.keys(value);
  return first !== undefined && first.startsWith('$') && !['$ref', '$id', '$db'].includes(first);
}
