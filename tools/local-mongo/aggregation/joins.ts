import { type Doc, isDoc, setField, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { find } from '../planner/find.ts';
import { parseQuery } from '../query/parse-query.ts';
import { objectOperand, withField } from './document-stages.ts';
import { compileExpression, variablesOf } from './expression.ts';
import type { PipelineScope, Stage } from './stages.ts';

/** Compiles an inner pipeline. */
type CompileStages = (stages: Doc[], scope: PipelineScope) => Stage;

/** `$lookup` by equal fields, which uses the other collection's indexes, by a pipeline, or by both. */
export function lookup(operand: Value, scope: PipelineScope, compileStages: CompileStages): Stage {
  const spec = objectOperand(operand, '$lookup');
  const { from, as, localField, foreignField, let: bindings = {}, pipeline } = spec;
  if (typeof from !== 'string' || typeof as !== 'string' || !isDoc(bindings)) {
    throw new MongoError(9, "$lookup requires 'from' and 'as' to be strings and 'let' to be an object");
  }
  const hasFields = typeof localField === 'string' && typeof foreignField === 'string';
  if (!hasFields && pipeline === undefined) {
    throw new MongoError(
      9,
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    );
  }
  const local = hasFields ? compileExpression(`$${localField}`) : undefined;
  const variables = Object.entries(bindings).map(([name, value]) => ({
    name,
    value: compileExpression(value),
  }));
  const stages = pipelineOf(pipeline ?? []);
  compileStages(stages, scope);
  const namespace = `${scope.database}.${from}`;
  return (documents) =>
    documents.map((doc) => {
      const outer = variablesOf(doc, scope.variables);
      const bound = Object.fromEntries(variables.map(({ name, value }) => [name, value(doc, outer)]));
      const filter = local === undefined ? {} : equalTo(foreignField as string, local(doc, outer));
      const { matches } = find(scope.catalog.find(namespace), parseQuery(filter));
      const run = compileStages(stages, { ...scope, variables: { ...scope.variables, ...bound } });
      return withField(doc, as.split('.'), run(matches.map((match) => match.doc())));
    });
}

/** Missing equals null; of an array each element counts. */
function equalTo(foreignField: string, value: Value | undefined): Doc {
  return { [foreignField]: Array.isArray(value) ? { $in: value } : { $eq: value ?? null } };
}

/** `$facet`: several pipelines over the same documents. */
export function facet(operand: Value, scope: PipelineScope, compileStages: CompileStages): Stage {
  const facets = Object.entries(objectOperand(operand, '$facet')).map(([field, stages]) => ({
    field,
    run: compileStages(pipelineOf(stages), scope),
  }));
  if (facets.length === 0) throw new MongoError(40169, 'the $facet specification must be a non-empty object');
  return (documents) => {
    const result: Doc = {};
    for (const { field, run } of facets) setField(result, field, run(documents));
    return [result];
  };
}

function pipelineOf(stages: Value): Doc[] {
  if (Array.isArray(stages) && stages.every(isDoc)) return stages;
  throw new MongoError(14, 'A pipeline must be an array of objects');
}
