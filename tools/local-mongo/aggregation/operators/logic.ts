import { compareValues } from '../../bson/compare.ts';
import { fromNumber, isDoc, type Value } from '../../bson/value.ts';
import { MongoError } from '../../errors.ts';
import { compileExpression, isTrue } from '../expression.ts';
import { type OperatorCompiler, strict } from './strict.ts';

/** Here, unlike in queries, values of all types stand in one order and "missing" comes before null. */
function order(a: Value | undefined, b: Value | undefined): number {
  if (a !== undefined && b !== undefined) return Math.sign(compareValues(a, b));
  return Number(a !== undefined) - Number(b !== undefined);
}

function comparison(accepts: (order: number) => boolean): OperatorCompiler {
  return strict({ exactly: 2 }, (a, b) => accepts(order(a, b)));
}

const cond: OperatorCompiler = (operand) => {
  const given = isDoc(operand) ? [operand['if'], operand['then'], operand['else']] : operand;
  const parts = Array.isArray(given) ? given.filter((part) => part !== undefined) : [];
  if (parts.length !== 3) throw new MongoError(17080, "Missing 'if', 'then' or 'else' parameter to $cond");
  const [condition, then, otherwise] = parts.map((part) => compileExpression(part));
  return (doc, variables) => (isTrue(condition!(doc, variables)) ? then! : otherwise!)(doc, variables);
};

const switchOn: OperatorCompiler = (operand) => {
  const { branches, default: otherwise } = isDoc(operand) ? operand : {};
  if (!Array.isArray(branches) || branches.length === 0) {
    throw new MongoError(40068, '$switch requires at least one branch.');
  }
  const compiled = branches.map((branch) => {
    if (!isDoc(branch) || branch['case'] === undefined || branch['then'] === undefined) {
      throw new MongoError(40067, "$switch requires each branch have a 'case' and a 'then' expression");
    }
    return { condition: compileExpression(branch['case']), result: compileExpression(branch['then']) };
  });
  const fallback = otherwise === undefined ? undefined : compileExpression(otherwise);
  return (doc, variables) => {
    const branch = compiled.find(({ condition }) => isTrue(condition(doc, variables)));
    if (branch !== undefined) return branch.result(doc, variables);
    if (fallback === undefined) {
      throw new MongoError(
        40066,
        '$switch could not find a matching branch for an input, and no default was specified.',
      );
    }
    return fallback(doc, variables);
  };
};

const ifNull: OperatorCompiler = (operand) => {
  if (!Array.isArray(operand) || operand.length < 2) {
    throw new MongoError(1257300, '$ifNull needs at least two arguments');
  }
  const args = operand.map(compileExpression);
  return (doc, variables) => {
    let value: Value | undefined;
    for (const arg of args) {
      value = arg(doc, variables);
      if (value != null) return value;
    }
    return value;
  };
};

const letIn: OperatorCompiler = (operand) => {
  const { vars, in: body } = isDoc(operand) ? operand : {};
  if (!isDoc(vars ?? null) || body === undefined) {
    throw new MongoError(16877, "Missing 'vars' or 'in' parameter to $let");
  }
  const bindings = Object.entries(vars as Record<string, Value>).map(([name, value]) => ({
    name,
    value: compileExpression(value),
  }));
  const result = compileExpression(body);
  return (doc, variables) => {
    const bound = Object.fromEntries(bindings.map(({ name, value }) => [name, value(doc, variables)]));
    return result(doc, { ...variables, ...bound });
  };
};

export const LOGIC: Record<string, OperatorCompiler> = {
  $literal: (operand) => () => operand,
  $eq: comparison((order) => order === 0),
  $ne: comparison((order) => order !== 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $cmp: strict({ exactly: 2 }, (a, b) => fromNumber(order(a, b))),
  $and: strict({ atLeast: 0 }, (...args) => args.every(isTrue)),
  $or: strict({ atLeast: 0 }, (...args) => args.some(isTrue)),
  $not: strict({ exactly: 1 }, (value) => !isTrue(value)),
  $cond: cond,
  $switch: switchOn,
  $ifNull: ifNull,
  $let: letIn,
};
