import { Int32 } from 'bson';
import { type Doc, isDoc, setField, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { compileProjection } from '../query/projection.ts';
import { compileExpression, type Variables, variablesOf } from './expression.ts';

/** What a stage makes of each document by itself. */
export type DocumentStage = (doc: Doc) => Doc;

type Compiler = (operand: Value, variables: Variables, name: string) => DocumentStage;

const addFields: Compiler = (operand, variables, name) => {
  const fields = Object.entries(objectOperand(operand, name)).map(([path, value]) => ({
    parts: path.split('.'),
    expression: compileExpression(value),
  }));
  return (doc) => {
    const scope = variablesOf(doc, variables);
    return fields.reduce(
      (result, { parts, expression }) => withField(result, parts, expression(doc, scope)),
      doc,
    );
  };
};

const project: Compiler = (operand, variables, name) => {
  const spec = objectOperand(operand, name);
  if (Object.keys(spec).length === 0) {
    throw new MongoError(
      51272,
      'Invalid $project :: caused by :: projection specification must have at least one field',
    );
  }
  const projection = compileProjection(spec, { isFind: false });
  return (doc) => projection.apply(doc, undefined, variables);
};

const unset: Compiler = (operand, variables, name) => {
  const paths = Array.isArray(operand) ? operand : [operand];
  if (paths.length === 0 || !paths.every((path) => typeof path === 'string')) {
    throw new MongoError(
      31120,
      '$unset specification must be a string or an array containing only string values',
    );
  }
  return project(Object.fromEntries(paths.map((path) => [path, new Int32(0)])), variables, name);
};

const replaceWith: Compiler = (operand, variables, name) => {
  const expression = compileExpression(operand);
  return (doc) => {
    const root = expression(doc, variablesOf(doc, variables));
    if (!isDoc(root)) throw new MongoError(40228, `'${name}' expression must evaluate to an object`);
    return root;
  };
};

/** The stages that an update may be made of. */
export const DOCUMENT_STAGES: Record<string, Compiler> = {
  $project: project,
  $addFields: addFields,
  $set: addFields,
  $unset: unset,
  $replaceWith: replaceWith,
  $replaceRoot: (operand, variables, name) =>
    replaceWith(objectOperand(operand, name)['newRoot'] ?? null, variables, name),
};

export function objectOperand(operand: Value, name: string): Doc {
  if (isDoc(operand)) return operand;
  throw new MongoError(15959, `the ${name} stage specification must be an object`);
}

/** A copy of a document with one more field, or without it for undefined; through arrays into each of their elements. */
export function withField(doc: Doc, parts: string[], field: Value | undefined): Doc {
  return assign(doc, parts, field) as Doc;
}

function assign(value: Value | undefined, [part, ...rest]: string[], field: Value | undefined): Value {
  if (Array.isArray(value)) return value.map((item) => assign(item, [part!, ...rest], field));
  const copy: Doc = isDoc(value) ? { ...value } : {};
  const assigned = rest.length === 0 ? field : assign(copy[part!], rest, field);
  if (assigned === undefined) delete copy[part!];
  else setField(copy, part!, assigned);
  return copy;
}
