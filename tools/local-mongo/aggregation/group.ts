import { keyOf } from '../bson/key.ts';
import { type Doc, isDoc, setField, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { ACCUMULATORS } from './accumulators.ts';
import { compileExpression } from './expression.ts';
import type { Stage } from './stages.ts';

export function compileGroup(spec: Doc): Stage {
  if (!('_id' in spec)) throw new MongoError(15955, 'a group specification must include an _id');
  const { _id: idSpec, ...rest } = spec;
  const id = compileExpression(idSpec);
  const fields = Object.entries(rest).map(([name, operand]) => {
    const [operator, ...others] = isDoc(operand) ? Object.keys(operand) : [];
    if (operator === undefined || others.length > 0) {
      throw new MongoError(40234, `The field '${name}' must be an accumulator object`);
    }
    if (name.includes('.')) throw new MongoError(40235, `The field name '${name}' cannot contain '.'`);
    if (name.startsWith('$')) {
      throw new MongoError(40236, `The field name '${name}' cannot be an operator name`);
    }
    const accumulate = Object.hasOwn(ACCUMULATORS, operator) ? ACCUMULATORS[operator] : undefined;
    if (accumulate === undefined) throw new MongoError(15952, `unknown group operator '${operator}'`);
    return { name, accumulate, value: compileExpression((operand as Doc)[operator]!) };
  });
  return (documents) => {
    const groups = new Map<string, { id: Value; values: (Value | undefined)[][] }>();
    for (const doc of documents) {
      const groupId = id(doc, {}) ?? null;
      const key = keyOf(groupId);
      let group = groups.get(key);
      if (group === undefined) groups.set(key, (group = { id: groupId, values: fields.map(() => []) }));
      for (const [i, { value }] of fields.entries()) group.values[i]!.push(value(doc, {}));
    }
    return [...groups.values()].map((group) => {
      const result: Doc = { _id: group.id };
      for (const [i, { name, accumulate }] of fields.entries()) {
        const value = accumulate(group.values[i]!);
        if (value !== undefined) setField(result, name, value);
      }
      return result;
    });
  };
}
