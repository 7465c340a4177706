import type { Value } from '../bson/value.ts';
import type { Predicate } from '../query/predicate.ts';

/** One condition that every match satisfies. */
export interface Conjunct {
  path: string;
  operator: string;
  operand: Value;
  /** The `$elemMatch` that it stands in: conditions of one hold for the same array element. */
  element: Predicate | undefined;
}

export interface Conjuncts {
  conditions: Conjunct[];
  /** There is nothing else in the query. */
  complete: boolean;
}

export function conjunctsOf(query: Predicate, prefix = '', element?: Predicate): Conjuncts {
  switch (query.kind) {
    case 'field':
      return {
        conditions: [
          { path: prefix + query.path, operator: query.operator, operand: query.operand, element },
        ],
        complete: true,
      };
    case 'and': {
      const parts = query.children.map((child) => conjunctsOf(child, prefix, element));
      return {
        conditions: parts.flatMap(({ conditions }) => conditions),
        complete: parts.every(({ complete }) => complete),
      };
    }
    case 'elemMatch': {
      const { conditions } = conjunctsOf(query.child, `${prefix}${query.path}.`, query);
      return { conditions, complete: false };
    }
    default:
      return { conditions: [], complete: false };
  }
}
