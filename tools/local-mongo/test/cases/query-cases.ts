import { BSONRegExp, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import type { Document } from 'mongodb';

const OID = new ObjectId('665000000000000000000001');

/** Documents that differ in what queries tell apart: types, arrays, null and nothing. */
export const QUERY_DOCUMENTS: Document[] = [
  { _id: 'missing' },
  { _id: 'null', a: null },
  { _id: 'int', a: new Int32(5) },
  { _id: 'long', a: Long.fromNumber(5) },
  { _id: 'double', a: new Double(5) },
  { _id: 'decimal', a: Decimal128.fromString('5.0') },
  { _id: 'beyond2^53', a: Long.fromString('9007199254740993') },
  { _id: 'half', a: 5.5 },
  { _id: 'nan', a: NaN },
  { _id: 'text', a: 'apple' },
  { _id: 'upper', a: 'APPLE' },
  { _id: 'true', a: true },
  { _id: 'date', a: new Date('2026-01-02T00:00:00Z') },
  { _id: 'objectId', a: OID },
  { _id: 'timestamp', a: new Timestamp({ t: 7, i: 1 }) },
  { _id: 'regex', a: new BSONRegExp('^a') },
  { _id: 'minKey', a: new MinKey() },
  { _id: 'maxKey', a: new MaxKey() },
  { _id: 'object', a: { b: 1, c: 2 } },
  { _id: 'objectTurned', a: { c: 2, b: 1 } },
  { _id: 'objectNull', a: { b: null } },
  { _id: 'emptyObject', a: {} },
  { _id: 'emptyArray', a: [] },
  { _id: 'numbers', a: [1, 5, 9] },
  { _id: 'nested', a: [[5, 6], 7] },
  { _id: 'withNull', a: [1, null] },
  {
    _id: 'objects',
    a: [
      { b: 1, c: 9 },
      { b: 5, c: 1 },
    ],
  },
  { _id: 'holes', a: [{ b: 3 }, {}] },
  { _id: 'deep', a: { b: [{ c: 5 }, { c: [5, 6] }] } },
];

/** A query on the documents above, and which of them MongoDB finds. */
export type QueryCase = [query: Document, found: string[]];

const FIVES = ['int', 'long', 'double', 'decimal'];

export const QUERY_CASES: QueryCase[] = [
  // Equality: across numeric types, into arrays, whole arrays, objects with their order.
  [{ a: 5 }, [...FIVES, 'numbers']],
  [{ a: { $eq: Decimal128.fromString('5') } }, [...FIVES, 'numbers']],
  [{ a: Long.fromString('9007199254740993') }, ['beyond2^53']],
  [{ a: 9007199254740992 }, []],
  [{ a: 'apple' }, ['text']],
  [{ a: OID }, ['objectId']],
  [{ a: new Date('2026-01-02') }, ['date']],
  [{ a: NaN }, ['nan']],
  [{ a: { b: 1, c: 2 } }, ['object']],
  [{ a: {} }, ['emptyObject', 'holes']],
  [{ a: [] }, ['emptyArray']],
  [{ a: [5, 6] }, ['nested']],
  [{ a: [1, 5, 9] }, ['numbers']],
  [{ a: 6 }, []],
  // null, and a missing field.
  [{ a: null }, ['missing', 'null', 'withNull']],
  [{ a: { $exists: false } }, ['missing']],
  [{ a: { $exists: true, $eq: null } }, ['null', 'withNull']],
  [{ a: { $gte: null } }, ['missing', 'null', 'withNull']],
  [{ a: { $gt: null } }, []],
  // A path through an array skips what is no object; through a scalar it leads nowhere.
  [
    {
      'a.b': null,
      _id: { $in: ['int', 'numbers', 'emptyArray', 'holes', 'objectNull', 'missing', 'nested'] },
    },
    ['missing', 'int', 'objectNull', 'holes'],
  ],
  [
    { 'a.b': { $exists: false }, _id: { $in: ['numbers', 'emptyArray', 'holes', 'objects'] } },
    ['emptyArray', 'numbers'],
  ],
  [{ 'a.b': 5 }, ['objects']],
  [{ 'a.b.c': 5 }, ['deep']],
  [{ 'a.b.c': 6 }, ['deep']],
  [{ 'a.0': 1 }, ['numbers', 'withNull']],
  [{ 'a.1.b': 5 }, ['objects']],
  [{ 'a.0.1': 6 }, ['nested']],
  [{ 'a.1': { $exists: true } }, ['numbers', 'nested', 'withNull', 'objects', 'holes']],
  // Order: only within one type, but numbers with each other.
  [{ a: { $gt: 5 } }, ['beyond2^53', 'half', 'numbers', 'nested']],
  [{ a: { $gt: 5, $lt: 6 } }, ['half', 'numbers']],
  [{ a: { $gte: 5, $lte: 5 } }, [...FIVES, 'numbers']],
  [{ a: { $lt: 5 } }, ['numbers', 'withNull']],
  [{ a: { $lt: 'b' } }, ['text', 'upper']],
  [{ a: { $gte: 'apple' } }, ['text']],
  [{ a: { $gt: Long.fromString('9007199254740992') } }, ['beyond2^53']],
  [{ a: { $gte: NaN } }, ['nan']],
  [{ a: { $lt: new Date('2027-01-01') } }, ['date']],
  [{ a: { $gt: { b: 1 } } }, ['object', 'objectTurned', 'objects', 'holes', 'deep']],
  [{ a: { $lt: [2] } }, ['emptyArray', 'numbers', 'withNull']],
  [{ a: { $gt: false } }, ['true']],
  [{ a: { $lte: new MinKey() } }, ['minKey']],
  [{ a: { $gte: new MaxKey() } }, ['maxKey']],
  // Negations hold for missing fields too.
  [{ a: { $ne: 5 }, _id: { $in: ['missing', 'int', 'numbers', 'text'] } }, ['missing', 'text']],
  [{ a: { $nin: [5, null] }, _id: { $in: ['missing', 'int', 'numbers', 'text', 'withNull'] } }, ['text']],
  [{ a: { $not: { $gt: 3 } }, _id: { $in: ['missing', 'int', 'numbers', 'text'] } }, ['missing', 'text']],
  [
    { a: { $not: { $gt: 3, $lt: 6 } }, _id: { $in: ['int', 'half', 'numbers', 'beyond2^53'] } },
    ['beyond2^53'],
  ],
  [{ a: { $not: /^a/ }, _id: { $in: ['text', 'upper', 'missing'] } }, ['missing', 'upper']],
  // Lists, with regular expressions and null among them.
  [{ a: { $in: [5.5, 'apple'] } }, ['half', 'text']],
  [{ a: { $in: [/^app/i] } }, ['text', 'upper']],
  [{ a: { $in: [null, true] } }, ['missing', 'null', 'true', 'withNull']],
  [{ a: { $in: [] } }, []],
  [{ a: { $in: [[5, 6]] } }, ['nested']],
  // Regular expressions find strings, and the very same expression.
  [{ a: /^a/ }, ['text', 'regex']],
  [{ a: { $regex: 'PLE', $options: 'i' } }, ['text', 'upper']],
  [{ a: { $regex: '^APP' } }, ['upper']],
  [{ a: { $regex: '^[\\w.\\-]+\\x6ce$' } }, ['text']],
  [{ a: { $regex: '^a(p)\\1(?=[^\\d\\]]e)' } }, ['text']],
  // Arrays.
  [{ a: { $size: 2 } }, ['nested', 'withNull', 'objects', 'holes']],
  [{ a: { $all: [1, 9] } }, ['numbers']],
  [{ a: { $all: [] } }, []],
  [{ a: { $all: [[5, 6]] } }, ['nested']],
  [{ a: { $all: [{ $elemMatch: { b: 1 } }, { $elemMatch: { c: 1 } }] } }, ['objects']],
  [{ a: { $elemMatch: { $gt: 3, $lt: 8 } } }, ['numbers', 'nested']],
  [{ a: { $elemMatch: { b: { $gt: 3 }, c: { $gt: 3 } } } }, []],
  [{ 'a.b': { $gt: 3 }, 'a.c': { $gt: 3 } }, ['objects']],
  [{ a: { $elemMatch: { b: { $exists: false } } } }, ['nested', 'holes']],
  [{ a: { $elemMatch: { $ne: 1 } }, _id: { $in: ['numbers', 'int', 'emptyArray'] } }, ['numbers']],
  [{ a: { $elemMatch: { $or: [{ b: 3 }, { c: 9 }] } } }, ['objects', 'holes']],
  // Logic.
  [{ $and: [{ a: 5 }, { _id: { $in: ['int', 'numbers'] } }, { _id: { $ne: 'int' } }] }, ['numbers']],
  [{ $or: [{ a: 'apple' }, { a: true }] }, ['text', 'true']],
  [{ $nor: [{ a: { $exists: true } }] }, ['missing']],
  [{ $comment: 'says nothing', a: true }, ['true']],
];

const PATTERNS = [
  '\\Aa',
  'a\\z',
  'a\\Z',
  '\\Qa.b\\E',
  '\\p{L}',
  '\\P{Lu}',
  '\\h',
  '\\R',
  '\\v',
  '\\x{61}',
  '\\u0061',
  '\\ca\\c1',
  '(a)\\2',
  '\\8',
  '\\g{1}',
  '[[:alpha:]]',
  '[^x[:digit:]y]',
  '[[.a.]]',
  '[\\p{L}]',
  '[a\\z]',
  '[]a]',
  '[^]a]',
  'a*+',
  'a++',
  'a{2}+',
  '(?>a)',
  '(?|a|b)',
  '(?P<n>a)',
  '(?#note)',
  '(*ANY)a',
  '\\',
];

/** A query that MongoDB refuses, or whose pattern JavaScript would read otherwise than PCRE, with the code. */
export const REFUSED_QUERIES: [query: Document, code: number][] = [
  ...PATTERNS.map((pattern): [Document, number] => [{ a: { $regex: pattern } }, 51091]),
  [{ a: { $in: [new BSONRegExp('[[:alpha:]]')] } }, 51091],
  [{ a: { $not: new BSONRegExp('\\Aa') } }, 51091],
];
