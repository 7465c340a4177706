import { type Doc, isDoc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Updater } from '../update/apply-update.ts';
import { compileStage } from './stages.ts';

const ALLOWED = ['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith'];

/** An update that is a pipeline: it runs over the one document. */
export function compileUpdatePipeline(stages: Value[], constants: Doc): Updater {
  const variables = { NOW: new Date(), ...constants };
  const compiled = stages.map((stage) => {
    const name = isDoc(stage) ? Object.keys(stage)[0] : undefined;
    if (name === undefined)
      throw new MongoError(14, "Each element of the 'pipeline' array must be an object");
    if (!ALLOWED.includes(name)) {
      throw new MongoError(72, `${name} is not allowed to be used within an update`);
    }
    return compileStage(stage as Doc, { variables });
  });
  return (doc) => compiled.reduce((documents, stage) => stage(documents), [doc])[0]!;
}
