import fc from 'fast-check';
import { decode, encode } from '../bson/codec.ts';
import { decodeFields, withFields } from '../bson/raw.ts';
import type { Doc } from '../bson/value.ts';
import { topField } from '../query/predicate.ts';
import { parseUpdate } from '../update/apply-update.ts';

/** A document as the server holds it. */
const stored = (doc: object): Uint8Array => encode(decode(encode(doc)));

const { doc } = fc.letrec<{ doc: object; value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, 1, 2.5, 'text', true, new Date(5), 2 ** 40),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('doc'),
  ),
  doc: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'ü', '__proto__', '0'), tie('value'), {
    maxKeys: 5,
    noNullPrototype: true,
  }),
}));

const path = fc.constantFrom('a', 'b', 'a.b', 'b.0', 'c.a.b', 'e', 'e.f', 'ü', '0');
const change = fc.oneof(
  fc.tuple(
    fc.constantFrom('$set', '$unset', '$min', '$max', '$push', '$addToSet', '$pull'),
    path,
    fc.constantFrom(1, 'x'),
  ),
  fc.tuple(fc.constantFrom('$inc', '$pop'), path, fc.constant(1)),
);

describe('an update of some fields', () => {
  it('makes the same document as one that reads and writes all of them', () => {
    let updated = 0;
    fc.assert(
      fc.property(
        doc,
        fc.uniqueArray(change, { minLength: 1, maxLength: 3, selector: ([name]) => name }),
        (before, changes) => {
          const bytes = stored(before);
          const update = decode(
            encode(
              Object.fromEntries(changes.map(([name, at, operand]) => [name, { [at]: operand }])) as Doc,
            ),
          );
          const fields = new Set(changes.map(([, at]) => topField(at)));
          const run = (read: (bytes: Uint8Array) => Doc, write: (after: Doc) => Uint8Array): Doc | string => {
            try {
              const target = { position: undefined, isInsert: false };
              return decode(write(parseUpdate(update, [])(read(bytes), target)));
            } catch (error) {
              return (error as Error).message;
            }
          };
          const whole = run(decode, encode);
          const partial = run(
            (all) => decodeFields(all, fields),
            (after) => withFields(bytes, fields, after),
          );
          expect(partial).toEqual(whole);
          if (typeof whole !== 'string') updated++;
        },
      ),
      { numRuns: 2_000 },
    );
    expect(updated).toBeGreaterThan(500);
  });

  it('keeps the bytes and the place of every other field', () => {
    const bytes = stored({ a: 1, b: { c: 2 }, d: [3] });
    const after = withFields(bytes, new Set(['b', 'e']), decode(encode({ b: 'x', e: true })));
    expect(Object.entries(decode(after)).map(([name]) => name)).toEqual(['a', 'b', 'd', 'e']);
    expect(Buffer.from(withFields(bytes, new Set(['b']), decodeFields(bytes, new Set(['b']))))).toEqual(
      Buffer.from(bytes),
    );
  });
});
