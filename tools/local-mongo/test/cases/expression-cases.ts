import { Decimal128, Double, Int32, Long, ObjectId } from 'bson';
import type { Document } from 'mongodb';

const int = (value: number): Int32 => new Int32(value);
const double = (value: number): Double => new Double(value);
const long = (value: number): Long => Long.fromNumber(value);

/** A field called `then`; written out it would look like a promise. */
const thenGive = (result: unknown): Document => Object.fromEntries(new Map([['then', result]]));

/** The document that the expressions look at. */
export const EXPRESSION_DOCUMENT: Document = {
  _id: 1,
  i: int(7),
  d: double(2.5),
  whole: double(4),
  l: Long.fromString('9007199254740993'),
  dec: Decimal128.fromString('1.10'),
  s: 'Müsli, ÄPFEL',
  none: null,
  yes: true,
  at: new Date('2026-03-05T14:07:09.123Z'),
  id: new ObjectId('665000000000000000000001'),
  list: [int(3), int(1), int(2)],
  rows: [
    { k: 'a', n: int(1) },
    { k: 'b', n: int(5) },
  ],
  sub: { x: int(1), y: { z: 'deep' } },
};

/** An expression and what it gives; undefined for "missing". */
export type ExpressionCase = [expression: unknown, value: unknown];

export const EXPRESSION_CASES: ExpressionCase[] = [
  // Paths
  ['$sub.y.z', 'deep'],
  ['$rows.n', [int(1), int(5)]],
  ['$list.0', []],
  ['$nothing', undefined],
  ['$$ROOT.sub.x', int(1)],
  ['$$REMOVE', undefined],
  [{ $literal: '$i' }, '$i'],
  [
    ['$i', '$nothing'],
    [int(7), null],
  ],
  // Comparison: all types in one order, missing before null
  [{ $eq: ['$whole', 4] }, true],
  [{ $ne: ['$i', 7] }, false],
  [{ $gt: ['$s', 999] }, true],
  [{ $gte: ['$i', '$i'] }, true],
  [{ $lt: ['$nothing', null] }, true],
  [{ $lte: [null, '$nothing'] }, false],
  [{ $eq: ['$id', new ObjectId('665000000000000000000001')] }, true],
  // Logic
  [{ $and: ['$yes', 1, 'text'] }, true],
  [{ $or: [0, null, '$nothing'] }, false],
  [{ $not: ['$none'] }, true],
  [{ $cond: ['$yes', 'a', 'b'] }, 'a'],
  [{ $cond: { if: '$none', ...thenGive(1), else: '$i' } }, int(7)],
  [{ $ifNull: ['$none', '$nothing', 'else'] }, 'else'],
  // … from left to right, and no further than needed: the size of what is no array would be refused.
  [{ $and: [0, { $size: '$i' }] }, false],
  [{ $or: ['$yes', { $size: '$i' }] }, true],
  [{ $ifNull: ['$i', { $size: '$i' }] }, int(7)],
  [{ $ifNull: ['$none', '$nothing'] }, undefined],
  [{ $cond: ['$yes', 1, { $size: '$i' }] }, int(1)],
  // Numbers: int stays int, and widens as it must
  [{ $add: ['$i', 1] }, int(8)],
  [{ $add: ['$i', '$whole'] }, double(11)],
  [{ $add: [int(2_147_483_647), 1] }, long(2_147_483_648)],
  [{ $add: ['$l', 1] }, Long.fromString('9007199254740994')],
  [{ $add: ['$dec', '$dec'] }, Decimal128.fromString('2.20')],
  [{ $add: ['$i', '$none'] }, null],
  [{ $sum: '$list' }, int(6)],
  [{ $sum: ['$l', '$i'] }, Long.fromString('9007199254741000')],
  [{ $sum: [Long.MAX_VALUE, 1, -1] }, Long.MAX_VALUE],
  [{ $sum: [Long.MAX_VALUE, Long.MAX_VALUE, '$d'] }, double(2 ** 64)],
  [{ $min: '$list' }, int(1)],
  [{ $max: ['$i', '$d'] }, int(7)],
  // Arrays
  [{ $slice: ['$list', -2] }, [int(1), int(2)]],
  [{ $slice: ['$list', 1, 1] }, [int(1)]],
  [{ $size: '$list' }, int(3)],
  [{ $in: [2, '$list'] }, true],
  [{ $in: ['$nothing', [null]] }, false],
  [{ $in: ['$none', [null]] }, true],
  [{ $concatArrays: ['$list', [9]] }, [int(3), int(1), int(2), int(9)]],
  [{ $map: { input: '$rows', as: 'row', in: '$$row.k' } }, ['a', 'b']],
  [{ $mergeObjects: [{ a: 1 }, '$sub', null] }, { a: int(1), x: int(1), y: { z: 'deep' } }],
];

/** An expression that MongoDB refuses, with the code. */
export const REFUSED_EXPRESSIONS: [expression: unknown, code: number][] = [
  [{ $frobnicate: 1 }, 168],
  [{ $eq: [1] }, 16020],
  [{ $add: ['$s', 1] }, 14],
  [{ $size: '$i' }, 17124],
  [{ $in: [1, '$i'] }, 40081],
  [{ $cond: ['$yes', 1] }, 17080],
  ['$$nothing', 17276],
  ['$a..b', 15998],
  [{ $eq: [1, 1], $ne: [1, 1] }, 15983],
];
