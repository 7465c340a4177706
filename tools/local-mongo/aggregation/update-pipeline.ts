import { type Doc, isDoc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { DOCUMENT_STAGES, type DocumentStage } from './document-stages.ts';

/** An update that is a pipeline: it runs over the one document. */
export function compileUpdatePipeline(stages: Value[], constants: Doc): DocumentStage {
  const variables = { NOW: new Date(), ...constants };
  const compiled = stages.map((stage) => {
    const [name, ...others] = isDoc(stage) ? Object.keys(stage) : [];
    if (!isDoc(stage) || name === undefined || others.length > 0) {
      throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
    }
    if (!Object.hasOwn(DOCUMENT_STAGES, name)) {
      throw new MongoError(72, `${name} is not allowed to be used within an update`);
    }
    return DOCUMENT_STAGES[name]!(stage[name]!, variables, name);
  });
  return (doc) => compiled.reduce((result, stage) => stage(result), doc);
}
