import { type Value } from '../../bson/value.ts';
import { MongoError } from '../../errors.ts';
import { compileExpression, type Expression } from '../expression.ts';

/** Reads an operator's operand. */
export type OperatorCompiler = (operand: Value, operator: string) => Expression;

type Arity = { exactly: number } | { atLeast: number; atMost?: number };

/**
 * An operator whose arguments are all computed before it. One argument may stand without brackets.
 * @throws {MongoError} 16020 for a wrong number of arguments
 */
export function strict(
  arity: Arity,
  compute: (...args: (Value | undefined)[]) => Value | undefined,
): OperatorCompiler {
  return (operand, operator) => {
    const args = (Array.isArray(operand) ? operand : [operand]).map(compileExpression);
    refuseWrongCount(operator, arity, args.length);
    return (doc, variables) => compute(...args.map((arg) => arg(doc, variables)));
  };
}

function refuseWrongCount(operator: string, arity: Arity, given: number): void {
  if ('exactly' in arity) {
    if (given === arity.exactly) return;
    throw new MongoError(
      16020,
      `Expression ${operator} takes exactly ${arity.exactly} arguments. ${given} were passed in.`,
    );
  }
  const { atLeast, atMost = Infinity } = arity;
  if (given >= atLeast && given <= atMost) return;
  throw new MongoError(
    28667,
    `Expression ${operator} takes at least ${atLeast} arguments, and at most ${atMost}, but ${given} were passed in.`,
  );
}
