import { Int32 } from 'bson';
import { type Doc, isNumeric, toNumber, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { parseQuery } from '../query/parse-query.ts';
import { nowhere } from '../query/predicate.ts';
import { compileSort } from '../query/sort.ts';
import type { Catalog } from '../storage/catalog.ts';
import { DOCUMENT_STAGES, objectOperand } from './document-stages.ts';
import type { Variables } from './expression.ts';
import { compileGroup } from './group.ts';
import { facet, lookup } from './joins.ts';
import { compileUnwind } from './unwind.ts';

export type Stage = (documents: Doc[]) => Doc[];

/** What the stages of a pipeline may refer to. */
export interface PipelineScope {
  variables: Variables;
  catalog: Catalog;
  database: string;
}

/** @throws {MongoError} 40324 for stages that do not exist or are not supported */
export function compileStages(stages: Doc[], scope: PipelineScope): Stage {
  const compiled = stages.map((stage) => compileStage(stage, scope));
  return (documents) => compiled.reduce((result, stage) => stage(result), documents);
}

function compileStage(stage: Doc, scope: PipelineScope): Stage {
  const names = Object.keys(stage);
  const [name] = names;
  if (names.length !== 1 || name === undefined) {
    throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
  }
  if (name === '$changeStream') {
    throw new MongoError(40573, 'The $changeStream stage is only supported on replica sets');
  }
  const operand = stage[name]!;
  if (Object.hasOwn(DOCUMENT_STAGES, name)) {
    const change = DOCUMENT_STAGES[name]!(operand, scope.variables, name);
    return (documents) => documents.map(change);
  }
  const compile = Object.hasOwn(STAGES, name) ? STAGES[name] : undefined;
  if (compile === undefined) throw new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`);
  return compile(operand, scope, name);
}

const STAGES: Record<string, (operand: Value, scope: PipelineScope, name: string) => Stage> = {
  $match: (operand, { variables }, name) => {
    const query = parseQuery(objectOperand(operand, name), variables);
    return (documents) => documents.filter((doc) => query.test(doc, nowhere()));
  },
  $sort: (operand, _, name) => {
    const compare = compileSort(objectOperand(operand, name));
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
  $unwind: (operand) => compileUnwind(operand),
  $group: (operand, { variables }, name) => compileGroup(objectOperand(operand, name), variables),
  $sortByCount: (operand, scope) =>
    compileStages(
      [{ $group: { _id: operand, count: { $sum: new Int32(1) } } }, { $sort: { count: new Int32(-1) } }],
      scope,
    ),
  $lookup: (operand, scope) => lookup(operand, scope, compileStages),
  $facet: (operand, scope) => facet(operand, scope, compileStages),
};

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
