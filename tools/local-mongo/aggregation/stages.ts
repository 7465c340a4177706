import { Int32 } from 'bson';
import { type Doc, isDoc, isNumeric, setField, toNumber, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { parseQuery } from '../query/parse-query.ts';
import { nowhere } from '../query/predicate.ts';
import { compileProjection } from '../query/projection.ts';
import { compileSort } from '../query/sort.ts';
import { compileExpression, type Variables, variablesOf } from './expression.ts';
import { compileGroup } from './group.ts';

export type Stage = (documents: Doc[]) => Doc[];

export interface StageScope {
  variables: Variables;
}

type StageCompiler = (operand: Value, scope: StageScope, name: string) => Stage;

/**
 * Reads one stage of a pipeline.
 * @throws {MongoError} 40324 for stages that do not exist or are not supported
 */
export function compileStage(stage: Doc, scope: StageScope): Stage {
  const names = Object.keys(stage);
  const [name] = names;
  if (names.length !== 1 || name === undefined) {
    throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
  }
  if (name === '$changeStream') {
    throw new MongoError(40573, 'The $changeStream stage is only supported on replica sets');
  }
  const compile = Object.hasOwn(STAGES, name) ? STAGES[name] : undefined;
  if (compile === undefined) throw new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`);
  return compile(stage[name]!, scope, name);
}

const addFields: StageCompiler = (operand, { variables }, name) => {
  const fields = Object.entries(object(operand, name)).map(([path, value]) => ({
    parts: path.split('.'),
    expression: compileExpression(value),
  }));
  return (documents) =>
    documents.map((doc) => {
      const scope = variablesOf(doc, variables);
      return fields.reduce((result, { parts, expression }) => {
        return assign(result, parts, expression(doc, scope)) as Doc;
      }, doc);
    });
};

/** A copy of a value with one more field; through arrays into each of their elements. */
function assign(value: Value | undefined, parts: string[], field: Value | undefined): Value {
  const [part, ...rest] = parts;
  if (part === undefined) return field!;
  if (Array.isArray(value)) return value.map((item) => assign(item, parts, field));
  const copy: Doc = isDoc(value) ? { ...value } : {};
  if (rest.length === 0 && field === undefined) delete copy[part];
  else setField(copy, part, assign(copy[part], rest, field));
  return copy;
}

const project: StageCompiler = (operand, { variables }, name) => {
  const spec = object(operand, name);
  if (Object.keys(spec).length === 0)
    throw new MongoError(
      51272,
      'Invalid $project :: caused by :: projection specification must have at least one field',
    );
  const projection = compileProjection(spec, { isFind: false });
  return (documents) => documents.map((doc) => projection(doc, undefined, variables));
};

const unset: StageCompiler = (operand, scope, name) => {
  const paths = Array.isArray(operand) ? operand : [operand];
  if (paths.length === 0 || paths.some((path) => typeof path !== 'string')) {
    throw new MongoError(
      31120,
      '$unset specification must be a string or an array containing only string values',
    );
  }
  return project(Object.fromEntries(paths.map((path) => [path, new Int32(0)])), scope, name);
};

const replaceWith: StageCompiler = (operand, { variables }, name) => {
  const expression = compileExpression(operand);
  return (documents) =>
    documents.map((doc) => {
      const root = expression(doc, variablesOf(doc, variables));
      if (!isDoc(root)) throw new MongoError(40228, `'${name}' expression must evaluate to an object`);
      return root;
    });
};

const STAGES: Record<string, StageCompiler> = {
  $match: (operand, _, name) => {
    const query = parseQuery(object(operand, name));
    return (documents) => documents.filter((doc) => query.test(doc, nowhere()));
  },
  $sort: (operand, _, name) => {
    const compare = compileSort(object(operand, name));
    return (documents) => [...documents].sort(compare);
  },
  $skip: (operand, _, name) => {
    const count = whole(operand, name, 0);
    return (documents) => documents.slice(count);
  },
  $limit: (operand, _, name) => {
    const count = whole(operand, name, 1);
    return (documents) => documents.slice(0, count);
  },
  $count: (operand) => {
    if (typeof operand !== 'string' || operand === '' || operand.startsWith('$') || operand.includes('.')) {
      throw new MongoError(
        40156,
        'the count field must be a non-empty string without a $ in front and without dots',
      );
    }
    return (documents) => (documents.length === 0 ? [] : [{ [operand]: new Int32(documents.length) }]);
  },
  $project: project,
  $addFields: addFields,
  $set: addFields,
  $unset: unset,
  $replaceWith: replaceWith,
  $replaceRoot: (operand, scope, name) => replaceWith(object(operand, name)['newRoot'] ?? null, scope, name),
  $unwind: (operand, _, name) => unwind(operand, name),
  $group: (operand, { variables }, name) => compileGroup(object(operand, name), variables),
  $sortByCount: (operand, scope) => {
    const group = compileGroup({ _id: operand, count: { $sum: new Int32(1) } }, scope.variables);
    const compare = compileSort({ count: new Int32(-1) });
    return (documents) => group(documents).sort(compare);
  },
};

function unwind(operand: Value, name: string): Stage {
  const options = typeof operand === 'string' ? { path: operand } : object(operand, name);
  const { path, includeArrayIndex, preserveNullAndEmptyArrays: preserve = false } = options as Doc;
  if (typeof path !== 'string' || !path.startsWith('$')) {
    throw new MongoError(
      28818,
      `path option to $unwind stage should be prefixed with a '$': ${String(path)}`,
    );
  }
  const parts = path.slice(1).split('.');
  const read = compileExpression(path);
  const indexed = (doc: Doc, index: Value): Doc =>
    typeof includeArrayIndex === 'string' ? (assign(doc, includeArrayIndex.split('.'), index) as Doc) : doc;
  return (documents) =>
    documents.flatMap((doc) => {
      const value = read(doc, {});
      if (!Array.isArray(value)) {
        return value != null || preserve === true ? [indexed(doc, null)] : [];
      }
      if (value.length > 0) {
        return value.map((item, index) => indexed(assign(doc, parts, item) as Doc, new Int32(index)));
      }
      return preserve === true ? [indexed(assign(doc, parts, undefined) as Doc, null)] : [];
    });
}

function object(operand: Value, name: string): Doc {
  if (isDoc(operand)) return operand;
  throw new MongoError(15959, `the ${name} stage specification must be an object`);
}

function whole(operand: Value, name: string, least: number): number {
  const number = isNumeric(operand) ? toNumber(operand) : NaN;
  if (!Number.isInteger(number) || number < least) {
    throw new MongoError(
      15958,
      `invalid argument to ${name} stage: Expected a number that is at least ${least}`,
    );
  }
  return number;
}
