import { Int32 } from 'bson';
import { type Doc, isDoc, setField, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { findConflict, refuseDollarNames, refuseEmptyNames } from '../query/path.ts';
import { compileProjection } from '../query/projection.ts';
import { compileExpression } from './expression.ts';

/** What a stage makes of each document by itself. */
export type DocumentStage = (doc: Doc) => Doc;

type Compiler = (operand: Value, name: string) => DocumentStage;

const addFields: Compiler = (operand, name) => {
  const given = flatten(objectOperand(operand, name));
  if (given.length === 0) throw new MongoError(40177, `${name} specification must have at least one field`);
  const conflict = findConflict(given.map(({ parts }) => parts));
  if (conflict !== undefined) {
    throw new MongoError(40176, `specification contains two conflicting paths, '${conflict.path}' is one`);
  }
  const fields = given.map(({ parts, value }) => ({ parts, expression: compileExpression(value) }));
  return (doc) =>
    fields.reduce((result, { parts, expression }) => withField(result, parts, expression(doc, {})), doc);
};

/** `{ a: { b: 1 } }` means `{ 'a.b': 1 }`: a nested object adds to the one that is there. */
function flatten(spec: Doc, prefix: string[] = []): { parts: string[]; value: Value }[] {
  return Object.entries(spec).flatMap(([name, value]) => {
    const parts = [...prefix, ...fieldPath(name)];
    const [first] = isDoc(value) ? Object.keys(value) : ['$'];
    if (first === undefined) {
      throw new MongoError(40180, `an empty object is not a valid value. Found at path ${parts.join('.')}`);
    }
    return first.startsWith('$') ? [{ parts, value }] : flatten(value as Doc, parts);
  });
}

function fieldPath(name: string): string[] {
  const parts = name.split('.');
  refuseEmptyNames(parts);
  refuseDollarNames(parts);
  return parts;
}

const project: Compiler = (operand, name) => {
  const spec = objectOperand(operand, name);
  if (Object.keys(spec).length === 0) throw new MongoError(51272, '$project must have at least one field');
  const projection = compileProjection(spec, { isFind: false });
  return (doc) => projection.apply(doc, undefined);
};

const unset: Compiler = (operand, name) => {
  const paths = Array.isArray(operand) ? operand : [operand];
  if (paths.length === 0 || !paths.every((path) => typeof path === 'string')) {
    throw new MongoError(31120, '$unset must be a string or an array containing only strings');
  }
  return project(Object.fromEntries(paths.map((path) => [path, new Int32(0)])), name);
};

/** The stages that an update may be made of. */
export const DOCUMENT_STAGES: Record<string, Compiler> = {
  $project: project,
  $addFields: addFields,
  $set: addFields,
  $unset: unset,
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
