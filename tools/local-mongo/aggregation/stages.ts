import { type Doc, isDoc, isNumeric, toNumber, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { parseQuery } from '../query/parse-query.ts';
import { nowhere } from '../query/predicate.ts';
import { compileSort } from '../query/sort.ts';
import { DOCUMENT_STAGES, type DocumentStage, objectOperand } from './document-stages.ts';
import { compileGroup } from './group.ts';
import { compileUnwind } from './unwind.ts';

export type Stage = (documents: Doc[]) => Doc[];

/** @throws {MongoError} 40324 for stages that do not exist or are not supported */
export function compileStages(stages: Doc[]): Stage {
  const compiled = stages.map(compileStage);
  return (documents) => compiled.reduce((result, stage) => stage(result), documents);
}

/** An update that is a pipeline: it runs over the one document. */
export function compileUpdatePipeline(stages: Value[]): DocumentStage {
  const compiled = stages.map((stage) => {
    const name = stageName(stage);
    if (!Object.hasOwn(DOCUMENT_STAGES, name)) {
      throw new MongoError(72, `${name} is not allowed to be used within an update`);
    }
    return DOCUMENT_STAGES[name]!((stage as Doc)[name]!, name);
  });
  return (doc) => compiled.reduce((result, stage) => stage(result), doc);
}

function stageName(stage: Value): string {
  const [name, ...others] = isDoc(stage) ? Object.keys(stage) : [];
  if (name !== undefined && others.length === 0) return name;
  throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
}

function compileStage(stage: Doc): Stage {
  const name = stageName(stage);
  const operand = stage[name]!;
  if (Object.hasOwn(DOCUMENT_STAGES, name)) {
    const change = DOCUMENT_STAGES[name]!(operand, name);
    return (documents) => documents.map(change);
  }
  if (Object.hasOwn(STAGES, name)) return STAGES[name]!(operand, name);
  if (name !== '$changeStream') throw new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`);
  throw new MongoError(40573, 'The $changeStream stage is only supported on replica sets');
}

const STAGES: Record<string, (operand: Value, name: string) => Stage> = {
  $match: (operand, name) => {
    const query = parseQuery(objectOperand(operand, name));
    return (documents) => documents.filter((doc) => query.test(doc, nowhere()));
  },
  $sort: (operand, name) => {
    const sort = objectOperand(operand, name);
    refuseEmptySort(sort);
    const compare = compileSort(sort);
    return (documents) => [...documents].sort(compare);
  },
  $skip: (operand, name) => {
    const count = whole(operand, name, 0);
    return (documents) => documents.slice(count);
  },
  $limit: (operand, name) => {
    const count = whole(operand, name, 1);
    return (documents) => documents.slice(0, count);
  },
  $unwind: compileUnwind,
  $group: (operand, name) => compileGroup(objectOperand(operand, name)),
};

export function refuseEmptySort(sort: Doc): void {
  if (Object.keys(sort).length > 0) return;
  throw new MongoError(15976, '$sort stage must have at least one sort key');
}

function whole(operand: Value, name: string, least: number): number {
  const number = isNumeric(operand) ? toNumber(operand) : NaN;
  if (Number.isInteger(number) && number >= least) return number;
  throw new MongoError(15958, `invalid argument to ${name} stage: Expected at least ${least}`);
}
