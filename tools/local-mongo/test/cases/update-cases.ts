import { Decimal128, Double, Int32, Long } from 'bson';
import type { Document } from 'mongodb';

/** A document, an update of it, and what MongoDB makes of it; numbers of the result with their BSON type. */
export interface UpdateCase {
  says: string;
  before: Document;
  update: Document | Document[];
  query?: Document;
  arrayFilters?: Document[];
  after: Document;
}

const int = (value: number): Int32 => new Int32(value);
const long = (value: string): Long => Long.fromString(value);

export const UPDATE_CASES: UpdateCase[] = [
  // Fields
  {
    says: 'sets and creates the way',
    before: { a: 1 },
    update: { $set: { 'b.c': 2 } },
    after: { a: int(1), b: { c: int(2) } },
  },
  {
    says: 'adds new fields in the order of their paths',
    before: {},
    update: { $set: { z: 1, b: 2 } },
    after: { b: int(2), z: int(1) },
  },
  {
    says: 'sets an element by its index',
    before: { a: [1, 2] },
    update: { $set: { 'a.1': 9 } },
    after: { a: [int(1), int(9)] },
  },
  {
    says: 'fills an array up with null',
    before: { a: [] },
    update: { $set: { 'a.2': 1 } },
    after: { a: [null, null, int(1)] },
  },
  { says: 'unsets a field', before: { a: 1, b: 2 }, update: { $unset: { a: '' } }, after: { b: int(2) } },
  {
    says: 'unsets an element to null',
    before: { a: [1, 2] },
    update: { $unset: { 'a.0': 1 } },
    after: { a: [null, int(2)] },
  },
  {
    says: 'leaves alone what is not there to unset',
    before: { a: 1 },
    update: { $unset: { 'a.b': 1, c: 1 } },
    after: { a: int(1) },
  },
  {
    says: 'takes the smaller',
    before: { a: 5 },
    update: { $min: { a: 3, b: 1 } },
    after: { a: int(3), b: int(1) },
  },
  {
    says: 'takes the greater in the order of all types',
    before: { a: 5 },
    update: { $max: { a: 'text' } },
    after: { a: 'text' },
  },
  {
    says: 'does not set on insert when it updates',
    before: { a: 1 },
    update: { $setOnInsert: { a: 2 }, $set: { b: 1 } },
    after: { a: int(1), b: int(1) },
  },
  // Numbers keep or widen their type
  { says: 'keeps an int', before: { a: int(1) }, update: { $inc: { a: int(2) } }, after: { a: int(3) } },
  {
    says: 'widens an int that overflows',
    before: { a: int(2_147_483_647) },
    update: { $inc: { a: int(1) } },
    after: { a: long('2147483648') },
  },
  {
    says: 'keeps a long',
    before: { a: long('1') },
    update: { $inc: { a: int(1) } },
    after: { a: long('2') },
  },
  {
    says: 'counts beyond 2^53',
    before: { a: long('9007199254740993') },
    update: { $inc: { a: 1 } },
    after: { a: long('9007199254740994') },
  },
  {
    says: 'makes a double of an int',
    before: { a: int(1) },
    update: { $inc: { a: new Double(1) } },
    after: { a: new Double(2) },
  },
  {
    says: 'adds decimals exactly',
    before: { a: Decimal128.fromString('0.1') },
    update: { $inc: { a: Decimal128.fromString('0.2') } },
    after: { a: Decimal128.fromString('0.3') },
  },
  {
    says: 'increments what is missing',
    before: {},
    update: { $inc: { 'a.b': -2 } },
    after: { a: { b: int(-2) } },
  },
  // Arrays
  {
    says: 'pushes and creates',
    before: { a: [1] },
    update: { $push: { a: 2, b: 'x' } },
    after: { a: [int(1), int(2)], b: ['x'] },
  },
  {
    says: 'pushes an array as one element',
    before: { a: [] },
    update: { $push: { a: [1] } },
    after: { a: [[int(1)]] },
  },
  {
    says: 'pushes each at a position',
    before: { a: [1, 2] },
    update: { $push: { a: { $each: [8, 9], $position: 1 } } },
    after: { a: [int(1), int(8), int(9), int(2)] },
  },
  {
    says: 'counts a negative position from the end',
    before: { a: [1, 2] },
    update: { $push: { a: { $each: [9], $position: -1 } } },
    after: { a: [int(1), int(9), int(2)] },
  },
  {
    says: 'keeps the last ones',
    before: { a: [1, 2, 3] },
    update: { $push: { a: { $each: [4], $slice: -2 } } },
    after: { a: [int(3), int(4)] },
  },
  {
    says: 'keeps the first ones',
    before: { a: [1, 2] },
    update: { $push: { a: { $each: [], $slice: 1 } } },
    after: { a: [int(1)] },
  },
  {
    says: 'sorts values',
    before: { a: [3, 1] },
    update: { $push: { a: { $each: [2], $sort: 1 } } },
    after: { a: [int(1), int(2), int(3)] },
  },
  {
    says: 'sorts documents by fields, then cuts',
    before: {
      a: [
        { k: 1, v: 1 },
        { k: 3, v: 1 },
      ],
    },
    update: { $push: { a: { $each: [{ k: 2, v: 5 }], $sort: { v: -1, k: 1 }, $slice: 2 } } },
    after: {
      a: [
        { k: int(2), v: int(5) },
        { k: int(1), v: int(1) },
      ],
    },
  },
  {
    says: 'adds to a set what is not in it',
    before: { a: [1] },
    update: { $addToSet: { a: { $each: [1, new Double(1), 2, 2] } } },
    after: { a: [int(1), int(2)] },
  },
  {
    says: 'tells documents of other field order apart',
    before: { a: [{ x: 1, y: 2 }] },
    update: { $addToSet: { a: { y: 2, x: 1 } } },
    after: {
      a: [
        { x: int(1), y: int(2) },
        { y: int(2), x: int(1) },
      ],
    },
  },
  { says: 'pulls a value', before: { a: [1, 2, 1] }, update: { $pull: { a: 1 } }, after: { a: [int(2)] } },
  {
    says: 'pulls by a condition',
    before: { a: [1, 5, 9] },
    update: { $pull: { a: { $gte: 5 } } },
    after: { a: [int(1)] },
  },
  {
    says: 'pulls documents by a query',
    before: {
      a: [
        { k: 1, v: 1 },
        { k: 2, v: 1 },
      ],
    },
    update: { $pull: { a: { k: 1 } } },
    after: { a: [{ k: int(2), v: int(1) }] },
  },
  {
    says: 'pulls documents by a list',
    before: { a: [{ k: 1 }, { k: 2 }, 3] },
    update: { $pull: { a: { k: { $in: [1, 2] } } } },
    after: { a: [int(3)] },
  },
  {
    says: 'pulls by a regular expression',
    before: { a: ['ab', 'b'] },
    update: { $pull: { a: /^a/ } },
    after: { a: ['b'] },
  },
  {
    says: 'pulls what an inner array has',
    before: { a: [{ b: [1, 5] }, { b: [2] }] },
    update: { $pull: { a: { b: { $elemMatch: { $gt: 4 } } } } },
    after: { a: [{ b: [int(2)] }] },
  },
  {
    says: 'pulls all of a list',
    before: { a: [1, 2, 3, 2] },
    update: { $pullAll: { a: [2, 3] } },
    after: { a: [int(1)] },
  },
  { says: 'pops the last', before: { a: [1, 2] }, update: { $pop: { a: 1 } }, after: { a: [int(1)] } },
  { says: 'pops the first', before: { a: [1, 2] }, update: { $pop: { a: -1 } }, after: { a: [int(2)] } },
  // Positions
  {
    says: 'updates the element that the query matched',
    before: { a: [1, 5, 9] },
    query: { a: { $gte: 4 } },
    update: { $set: { 'a.$': 0 } },
    after: { a: [int(1), int(0), int(9)] },
  },
  {
    says: 'updates the document that $elemMatch matched',
    before: {
      a: [
        { k: 1, q: 1 },
        { k: 2, q: 1 },
      ],
    },
    query: { a: { $elemMatch: { k: 2, q: { $lte: 5 } } } },
    update: { $inc: { 'a.$.q': 3 } },
    after: {
      a: [
        { k: int(1), q: int(1) },
        { k: int(2), q: int(4) },
      ],
    },
  },
  {
    says: 'updates every element',
    before: { a: [1, 2], b: [] },
    update: { $inc: { 'a.$[]': 10, 'b.$[]': 1 } },
    after: { a: [int(11), int(12)], b: [] },
  },
  {
    says: 'updates the elements that a filter names',
    before: {
      a: [
        { k: 1, v: [1, 9] },
        { k: 2, v: [9] },
      ],
    },
    update: { $set: { 'a.$[x].v.$[y]': 0 } },
    arrayFilters: [{ 'x.k': { $lte: 1 } }, { y: { $gt: 5 } }],
    after: {
      a: [
        { k: int(1), v: [int(1), int(0)] },
        { k: int(2), v: [int(9)] },
      ],
    },
  },
  {
    says: 'updates the elements that a filter with one name in several places names',
    before: { a: [{ k: 1 }, { k: 2 }, { k: 3 }] },
    update: { $set: { 'a.$[x].n': 0 } },
    arrayFilters: [{ $or: [{ 'x.k': 1 }, { 'x.k': 2, 'x.n': { $exists: false } }] }],
    after: { a: [{ k: int(1), n: int(0) }, { k: int(2), n: int(0) }, { k: int(3) }] },
  },
  {
    says: 'pulls and pops nothing from where nothing is',
    before: { a: { c: 1 }, d: [1], e: 1 },
    update: { $pull: { 'a.b': 1, 'd.5': 1 }, $pop: { 'a.x.y': 1 } },
    after: { a: { c: int(1) }, d: [int(1)], e: int(1) },
  },
  {
    says: 'unsets nothing where nothing can be',
    before: { d: [1], e: 1 },
    update: { $unset: { 'd.x': 1, 'e.f': 1 } },
    after: { d: [int(1)], e: int(1) },
  },
  {
    says: 'pulls arrays of which an element matches',
    before: { a: [[5], 1] },
    update: { $pull: { a: { $gt: 3 } } },
    after: { a: [int(1)] },
  },
  {
    says: 'pulls by a query only objects',
    before: { a: [[5], { 0: 5 }, 5] },
    update: { $pull: { a: { 0: 5 } } },
    after: { a: [[int(5)], int(5)] },
  },
  {
    says: 'pulls by a logical query',
    before: { a: [{ b: 1 }, { b: 2 }, 1] },
    update: { $pull: { a: { $or: [{ b: 1 }, { c: 1 }] } } },
    after: { a: [{ b: int(2) }, int(1)] },
  },
  {
    says: 'pulls text by a regular expression, from inner arrays too',
    before: { a: ['ab', ['ac'], 'b', 1] },
    update: { $pull: { a: /^a/ } },
    after: { a: ['b', int(1)] },
  },
  // Replacements and pipelines
  { says: 'replaces all but the _id', before: { a: 1, b: 2 }, update: { c: 3 }, after: { c: int(3) } },
  {
    says: 'computes from the document itself',
    before: { a: int(2), b: [1, 2], old: 1 },
    update: [{ $set: { total: { $add: ['$a', { $size: '$b' }] } } }, { $unset: 'old' }],
    after: { a: int(2), b: [int(1), int(2)], total: int(4) },
  },
  {
    says: 'adds to an object that a pipeline sets a nested field of',
    before: { a: { c: 2 } },
    update: [{ $set: { a: { b: 1 } } }],
    after: { a: { c: int(2), b: int(1) } },
  },
  {
    says: 'adds to each element that is an object, and computes nested fields from the whole document',
    before: { a: [{ c: 2 }], n: 3 },
    update: [{ $addFields: { a: { b: { d: { $add: ['$n', 1] } } } } }],
    after: { a: [{ c: int(2), b: { d: int(4) } }], n: int(3) },
  },
];

/** An update that MongoDB refuses, with the code, and leaves the document as it was. */
export type RefusedUpdate = [
  says: string,
  before: Document,
  update: Document | Document[],
  code: number,
  options?: Document,
];

export const REFUSED_UPDATES: RefusedUpdate[] = [
  ['a path twice', { a: 1 }, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
  ['a path and one inside of it', {}, { $set: { a: {}, 'a.b': 1 } }, 40],
  ['a literal and a positional path to one element', { a: [1] }, { $set: { 'a.0': 1, 'a.$[]': 2 } }, 40],
  ['another _id', {}, { $set: { _id: 'other' } }, 66],
  ['to unset _id', {}, { $unset: { _id: 1 } }, 66],
  ['an unknown modifier', {}, { $frobnicate: { a: 1 } }, 9],
  ['a modifier that JavaScript objects inherit', {}, { $set: { a: 1 }, constructor: { b: 1 } }, 9],
  ['modifiers that are no document', {}, { $set: 5 }, 9],
  ['to increment text', { a: 'x' }, { $inc: { a: 1 } }, 14],
  ['to increment by text', { a: 1 }, { $inc: { a: 'x' } }, 14],
  ['to let a long overflow', { a: Long.MAX_VALUE }, { $inc: { a: 1 } }, 2],
  ['to push to text', { a: 'x' }, { $push: { a: 1 } }, 2],
  ['to add to a number as to a set', { a: 1 }, { $addToSet: { a: 1 } }, 2],
  ['to pull from a number', { a: 1 }, { $pull: { a: 1 } }, 2],
  ['to pull through a scalar', { a: 1 }, { $pull: { 'a.b': 1 } }, 28],
  ['to pull through null', { a: null }, { $pull: { 'a.b': 1 } }, 28],
  ['to pull all from a name in an array', { a: [1] }, { $pullAll: { 'a.b': [1] } }, 28],
  ['to pop from a name in an array', { a: [{ b: [1] }] }, { $pop: { 'a.b': 1 } }, 28],
  ['to pop through a scalar', { a: { b: 1 } }, { $pop: { 'a.b.c': 1 } }, 28],
  ['to pop from text', { a: 'x' }, { $pop: { a: 1 } }, 14],
  ['to pop two', { a: [1] }, { $pop: { a: 2 } }, 9],
  ['a path through a scalar', { a: 1 }, { $set: { 'a.b': 1 } }, 28],
  ['a name in an array', { a: [1] }, { $set: { 'a.b': 1 } }, 28],
  ['an empty name', {}, { $set: { 'a..b': 1 } }, 56],
  ['a name with a dollar', {}, { $set: { 'a.$b': 1 } }, 52],
  ['$ without a match in an array', { a: 1 }, { $set: { 'a.$': 1 } }, 2],
  ['$[] on what is no array', { a: 1 }, { $set: { 'a.$[]': 1 } }, 2],
  ['an identifier without a filter', { a: [1] }, { $set: { 'a.$[x]': 1 } }, 2],
  ['a filter that nothing names', { a: [1] }, { $set: { b: 1 } }, 9, { arrayFilters: [{ x: 1 }] }],
  [
    'a filter of two names',
    { a: [{ x: 1 }] },
    { $set: { 'a.$[x]': 1 } },
    9,
    { arrayFilters: [{ x: 1, y: 2 }] },
  ],
  [
    'a filter of two names in an $or',
    { a: [1] },
    { $set: { 'a.$[x]': 1 } },
    9,
    { arrayFilters: [{ $or: [{ x: 1 }, { y: 2 }] }] },
  ],
  [
    'an identifier with a capital letter',
    { a: [1] },
    { $set: { 'a.$[X]': 1 } },
    2,
    { arrayFilters: [{ X: 1 }] },
  ],
  ['an identifier that is no word', { a: [1] }, { $set: { 'a.$[x-y]': 1 } }, 2],
  ['filters beside a pipeline', { a: [1] }, [{ $set: { b: 1 } }], 9, { arrayFilters: [{ x: 1 }] }],
  ['filters beside a replacement', { a: [1] }, { b: 1 }, 9, { arrayFilters: [{ x: 1 }] }],
  ['$each that is no array', {}, { $push: { a: { $each: 1 } } }, 2],
  ['a clause beside $each of $addToSet', {}, { $addToSet: { a: { $each: [1], foo: 1 } } }, 2],
  ['$each of $addToSet that is no array', {}, { $addToSet: { a: { $each: 1 } } }, 14],
  ['an unknown clause of $push', {}, { $push: { a: { $each: [1], $frob: 1 } } }, 2],
  ['a stage that no update may have', {}, [{ $match: { a: 1 } }], 72],
  ['a name with a dollar in a pipeline', {}, [{ $set: { $a: 1 } }], 16410],
  ['an empty name in a pipeline', {}, [{ $addFields: { 'a..b': 1 } }], 15998],
  ['a path and one inside of it in a stage', {}, [{ $set: { a: 7, 'a.b': 1 } }], 40176],
  ['a path twice in a stage', {}, [{ $set: { a: { b: 1 }, 'a.b': 1 } }], 40176],
  ['a stage that sets nothing', {}, [{ $set: {} }], 40177],
  ['an empty object in a stage', {}, [{ $set: { a: {} } }], 40180],
  ['to fill an array with millions of nulls', { a: [] }, { $set: { 'a.2000000': 1 } }, 2],
];

/** A query that finds nothing, an update of it, and what MongoDB inserts. */
export const UPSERTS: [query: Document, update: Document, inserted: Document][] = [
  [{ _id: 'k' }, { $inc: { n: 1 } }, { _id: 'k', n: 1 }],
  [{ _id: 'k', a: 1, b: { $gt: 5 } }, { $set: { c: 1 } }, { _id: 'k', a: 1, c: 1 }],
  [{ _id: 'k', 'a.b': 1 }, { $setOnInsert: { 'a.c': 2 } }, { _id: 'k', a: { b: 1, c: 2 } }],
  [{ _id: 'k', $and: [{ a: 1 }, { b: { $eq: 2 } }] }, { $set: { c: 3 } }, { _id: 'k', a: 1, b: 2, c: 3 }],
  [{ _id: 'k', $or: [{ a: 1 }] }, { $set: { c: 3 } }, { _id: 'k', a: 1, c: 3 }],
  [{ _id: 'k', $or: [{ a: 1 }, { a: 2 }] }, { $set: { c: 3 } }, { _id: 'k', c: 3 }],
  [{ _id: 'k', a: { $all: [1] } }, { $push: { b: 1 } }, { _id: 'k', a: 1, b: [1] }],
  [{ _id: 'k', a: null }, { $set: { b: 1 } }, { _id: 'k', a: null, b: 1 }],
  [{ _id: 'k', x: { $in: [1] } }, { $set: { c: 1 } }, { _id: 'k', x: 1, c: 1 }],
  [{ _id: { $in: ['k'] }, x: { $in: [1, 2] } }, { $set: { c: 1 } }, { _id: 'k', c: 1 }],
  [{ _id: 'k', x: { $in: [] }, y: { $in: [/^a/] } }, { $set: { c: 1 } }, { _id: 'k', c: 1 }],
  [{ _id: { $in: ['k'] }, a: 1 }, { b: 1 }, { _id: 'k', b: 1 }],
];

/** An upsert that MongoDB refuses, with the code. */
export const REFUSED_UPSERTS: [says: string, query: Document, update: Document, code: number][] = [
  ['a query that demands a path twice', { a: 1, $and: [{ a: 2 }] }, { $set: { c: 1 } }, 54],
  ['a query that demands a path and one inside of it', { a: { b: 1 }, 'a.b': 2 }, { $set: { c: 1 } }, 54],
  ['a replacement for parts of an _id', { '_id.x': 1, '_id.y': 2 }, { a: 1 }, 111],
];
