import { type Doc, getField, isDoc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { refuseEmptyNames } from '../query/path.ts';
import { objectOperand, withField } from './document-stages.ts';

/** `$unwind` of a path: one document per element of an array, none for what is empty, null or missing. */
export function compileUnwind(operand: Value): (documents: Doc[]) => Doc[] {
  const { path, ...options } =
    typeof operand === 'string' ? { path: operand } : objectOperand(operand, '$unwind');
  const [option] = Object.keys(options);
  if (option !== undefined) throw new MongoError(28811, `unrecognized option to $unwind stage: ${option}`);
  if (typeof path !== 'string' || !path.startsWith('$')) {
    throw new MongoError(28818, `path option to $unwind stage should be prefixed with a '$'`);
  }
  const parts = path.slice(1).split('.');
  refuseEmptyNames(parts);
  return (documents) =>
    documents.flatMap((doc) => {
      const value = valueAt(doc, parts) ?? [];
      return Array.isArray(value) ? value.map((item) => withField(doc, parts, item)) : [doc];
    });
}

/** Unlike an expression this goes through documents alone: in an array on the way it finds nothing. */
function valueAt(doc: Doc, parts: string[]): Value | undefined {
  return parts.reduce<Value | undefined>(
    (value, part) => (isDoc(value) ? getField(value, part) : undefined),
    doc,
  );
}
