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
  ['$$CURRENT.i', int(7)],
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
  [{ $cmp: ['$d', '$i'] }, int(-1)],
  [{ $eq: ['$id', new ObjectId('665000000000000000000001')] }, true],
  // Logic
  [{ $and: ['$yes', 1, 'text'] }, true],
  [{ $or: [0, null, '$nothing'] }, false],
  [{ $not: ['$none'] }, true],
  [{ $cond: ['$yes', 'a', 'b'] }, 'a'],
  [{ $cond: { if: '$none', ...thenGive(1), else: '$i' } }, int(7)],
  [{ $switch: { branches: [{ case: { $gt: ['$i', 9] }, ...thenGive('big') }], default: 'small' } }, 'small'],
  [{ $ifNull: ['$none', '$nothing', 'else'] }, 'else'],
  [{ $let: { vars: { twice: { $multiply: ['$i', 2] } }, in: { $add: ['$$twice', 1] } } }, int(15)],
  // Numbers: int stays int, and widens as it must
  [{ $add: ['$i', 1] }, int(8)],
  [{ $add: ['$i', '$whole'] }, double(11)],
  [{ $add: [int(2_147_483_647), 1] }, long(2_147_483_648)],
  [{ $add: ['$l', 1] }, Long.fromString('9007199254740994')],
  [{ $add: ['$dec', '$dec'] }, Decimal128.fromString('2.20')],
  [{ $add: ['$at', 1000] }, new Date('2026-03-05T14:07:10.123Z')],
  [{ $add: ['$i', '$none'] }, null],
  [{ $subtract: ['$i', 2] }, int(5)],
  [{ $subtract: ['$at', new Date('2026-03-05T14:07:09Z')] }, long(123)],
  [{ $multiply: ['$i', '$d'] }, double(17.5)],
  [{ $divide: ['$i', 2] }, double(3.5)],
  [{ $divide: [6, 2] }, double(3)],
  [{ $mod: ['$i', 4] }, int(3)],
  [{ $abs: int(-7) }, int(7)],
  [{ $ceil: '$d' }, double(3)],
  [{ $floor: '$d' }, double(2)],
  [{ $round: '$d' }, double(2)],
  [{ $round: [2.345, 1] }, double(2.3)],
  [{ $trunc: [double(-2.78), 1] }, double(-2.7)],
  [{ $sum: '$list' }, int(6)],
  [{ $avg: ['$i', 2] }, double(4.5)],
  [{ $min: '$list' }, int(1)],
  [{ $max: ['$i', '$d'] }, int(7)],
  // Arrays
  [{ $arrayElemAt: ['$list', -1] }, int(2)],
  [{ $arrayElemAt: ['$list', 9] }, undefined],
  [{ $first: '$list' }, int(3)],
  [{ $last: '$list' }, int(2)],
  [{ $slice: ['$list', -2] }, [int(1), int(2)]],
  [{ $slice: ['$list', 1, 1] }, [int(1)]],
  [{ $size: '$list' }, int(3)],
  [{ $isArray: ['$list'] }, true],
  [{ $in: [2, '$list'] }, true],
  [{ $concatArrays: ['$list', [9]] }, [int(3), int(1), int(2), int(9)]],
  [{ $reverseArray: '$list' }, [int(2), int(1), int(3)]],
  [{ $map: { input: '$rows', as: 'row', in: '$$row.k' } }, ['a', 'b']],
  [{ $filter: { input: '$list', cond: { $gt: ['$$this', 1] } } }, [int(3), int(2)]],
  [{ $reduce: { input: '$list', initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, int(6)],
  [{ $range: [0, 6, 2] }, [int(0), int(2), int(4)]],
  [{ $setDifference: ['$list', [1]] }, [int(3), int(2)]],
  // Objects
  [{ $mergeObjects: [{ a: 1 }, '$sub', null] }, { a: int(1), x: int(1), y: { z: 'deep' } }],
  [{ $objectToArray: { a: '$i' } }, [{ k: 'a', v: int(7) }]],
  [{ $arrayToObject: [[['a', 1]]] }, { a: int(1) }],
  // Text
  [{ $concat: ['$s', '!'] }, 'Müsli, ÄPFEL!'],
  [{ $toUpper: 'abc' }, 'ABC'],
  [{ $toLower: 'ABC' }, 'abc'],
  [{ $substrCP: ['$s', 1, 4] }, 'üsli'],
  [{ $strLenCP: '$s' }, int(12)],
  [{ $split: ['a-b-c', '-'] }, ['a', 'b', 'c']],
  [{ $trim: { input: '  x ' } }, 'x'],
  [{ $ltrim: { input: ' x ' } }, 'x '],
  [{ $rtrim: { input: ' x ' } }, ' x'],
  [{ $replaceOne: { input: 'a.a', find: '.', replacement: { $literal: '$' } } }, 'a$a'],
  [{ $replaceAll: { input: 'a.a.', find: '.', replacement: '' } }, 'aa'],
  // Dates, in UTC or a zone
  [{ $year: '$at' }, int(2026)],
  [{ $month: '$at' }, int(3)],
  [{ $dayOfMonth: '$at' }, int(5)],
  [{ $dayOfWeek: '$at' }, int(5)],
  [{ $dayOfYear: '$at' }, int(64)],
  [{ $hour: '$at' }, int(14)],
  [{ $minute: '$at' }, int(7)],
  [{ $second: '$at' }, int(9)],
  [{ $millisecond: '$at' }, int(123)],
  [{ $dateToString: { date: '$at', format: '%Y-%m-%d %H:%M' } }, '2026-03-05 14:07'],
  [
    { $dateToString: { date: '$at', format: '%Y-%m-%d %H:%M', timezone: 'Africa/Cairo' } },
    '2026-03-05 16:07',
  ],
  [{ $dateTrunc: { date: '$at', unit: 'day' } }, new Date('2026-03-05T00:00:00Z')],
  [{ $dateAdd: { startDate: '$at', unit: 'month', amount: 1 } }, new Date('2026-04-05T14:07:09.123Z')],
  [{ $dateSubtract: { startDate: '$at', unit: 'hour', amount: 2 } }, new Date('2026-03-05T12:07:09.123Z')],
  [{ $dateDiff: { startDate: new Date('2026-03-01'), endDate: '$at', unit: 'day' } }, long(4)],
  // Conversion
  [{ $toString: '$id' }, '665000000000000000000001'],
  [{ $toString: '$at' }, '2026-03-05T14:07:09.123Z'],
  [{ $toInt: '42' }, int(42)],
  [{ $toInt: 2.9 }, int(2)],
  [{ $toLong: '$i' }, long(7)],
  [{ $toDouble: '$i' }, double(7)],
  [{ $toDecimal: '$i' }, Decimal128.fromString('7')],
  [{ $toBool: '$none' }, null],
  [{ $toBool: 0 }, false],
  [{ $toDate: 0 }, new Date(0)],
  [{ $toObjectId: '665000000000000000000001' }, new ObjectId('665000000000000000000001')],
  [{ $type: '$nothing' }, 'missing'],
  [{ $type: '$l' }, 'long'],
  [{ $isNumber: '$dec' }, true],
];

/** An expression that MongoDB refuses, with the code. */
export const REFUSED_EXPRESSIONS: [expression: unknown, code: number][] = [
  [{ $frobnicate: 1 }, 168],
  [{ $eq: [1] }, 16020],
  [{ $add: ['$s', 1] }, 14],
  [{ $subtract: ['$s', 1] }, 14],
  [{ $divide: ['$i', 0] }, 2],
  [{ $mod: ['$i', 0] }, 16610],
  [{ $size: '$i' }, 17124],
  [{ $in: [1, '$i'] }, 40081],
  [{ $concat: ['$i'] }, 2],
  [{ $toInt: 'x' }, 241],
  [{ $toObjectId: 'x' }, 241],
  [{ $cond: ['$yes', 1] }, 17080],
  [{ $switch: { branches: [{ case: false, ...thenGive(1) }] } }, 40066],
  ['$$nothing', 17276],
  ['$a..b', 15998],
  [{ $eq: [1, 1], $ne: [1, 1] }, 15983],
];
