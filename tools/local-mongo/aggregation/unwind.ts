import { Long } from 'bson';
import type { Doc, Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { objectOperand, withField } from './document-stages.ts';
import { compileExpression } from './expression.ts';

/** `$unwind`: one document per element of an array. */
export function compileUnwind(operand: Value): (documents: Doc[]) => Doc[] {
  const options: Doc = typeof operand === 'string' ? { path: operand } : objectOperand(operand, '$unwind');
  const { path, includeArrayIndex, preserveNullAndEmptyArrays } = options;
  if (typeof path !== 'string' || !path.startsWith('$')) {
    throw new MongoError(28818, `path option to $unwind stage should be prefixed with a '$'`);
  }
  if (includeArrayIndex !== undefined && typeof includeArrayIndex !== 'string') {
    throw new MongoError(28810, 'expected a non-empty string for the includeArrayIndex of $unwind');
  }
  const parts = path.slice(1).split('.');
  const read = compileExpression(path);
  const keepsEmpty = preserveNullAndEmptyArrays === true;
  const indexed = (doc: Doc, index: Value): Doc =>
    includeArrayIndex === undefined ? doc : withField(doc, includeArrayIndex.split('.'), index);
  return (documents) =>
    documents.flatMap((doc) => {
      const value = read(doc, {});
      if (!Array.isArray(value)) return value != null || keepsEmpty ? [indexed(doc, null)] : [];
      if (value.length === 0) return keepsEmpty ? [indexed(withField(doc, parts, undefined), null)] : [];
      return value.map((item, index) => indexed(withField(doc, parts, item), Long.fromInt(index)));
    });
}
