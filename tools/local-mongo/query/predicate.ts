import { type Doc, isDoc, type Value } from '../bson/value.ts';

/** Where in an array a query matched: what the positional operator `$` stands for. */
export interface MatchPosition {
  index: number | undefined;
}

/** For negations, which match by what is not there and so leave no position. */
export const nowhere = (): MatchPosition => ({ index: undefined });

type Test = (doc: Doc, position: MatchPosition) => boolean;

/** A parsed query: `test` decides, the rest is for the planner. */
export type Predicate =
  | { kind: 'and' | 'or' | 'nor'; children: Predicate[]; test: Test }
  | { kind: 'field'; path: string; operator: string; operand: Value; test: Test }
  /** `$elemMatch` with a query for objects. */
  | { kind: 'elemMatch'; path: string; child: Predicate; test: Test }
  /** A negation. */
  | { kind: 'other'; path: string; test: Test };

/** The top-level fields that a query looks at. */
export function fieldsOfQuery(query: Predicate): Set<string> {
  return new Set(
    'children' in query
      ? query.children.flatMap((child) => [...fieldsOfQuery(child)])
      : [topField(query.path)],
  );
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
  return first !== undefined && isOperator(first);
}

/** The names that a DBRef's fields have are no operators. */
export function isOperator(name: string): boolean {
  return name.startsWith('$') && !['$ref', '$id', '$db'].includes(name);
}
