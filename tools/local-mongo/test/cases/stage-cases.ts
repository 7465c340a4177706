import { Double, Int32, Long } from 'bson';
import type { Document } from 'mongodb';

const int = (value: number): Int32 => new Int32(value);

/** Sales of products. */
export const SALES: Document[] = [
  { _id: 1, sku: 'a', n: int(2), tags: ['x', 'y'] },
  { _id: 2, sku: 'b', n: int(5), tags: [] },
  { _id: 3, sku: 'a', n: int(1) },
  { _id: 4, sku: null, n: new Double(0.5), tags: 'z' },
];

/** A pipeline over the sales, and its result. */
export type StageCase = [says: string, pipeline: Document[], result: Document[]];

export const STAGE_CASES: StageCase[] = [
  [
    '$match keeps what matches',
    [{ $match: { n: { $gt: 1 } } }, { $project: { _id: 1 } }],
    [{ _id: int(1) }, { _id: int(2) }],
  ],
  [
    '$sort, $skip and $limit',
    [{ $sort: { n: -1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { n: 1, _id: 0 } }],
    [{ n: int(2) }, { n: int(1) }],
  ],
  [
    '$group by a field, null and missing together',
    [{ $group: { _id: '$sku', sum: { $sum: '$n' }, rows: { $sum: 1 } } }, { $sort: { _id: 1 } }],
    [
      { _id: null, sum: new Double(0.5), rows: int(1) },
      { _id: 'a', sum: int(3), rows: int(2) },
      { _id: 'b', sum: int(5), rows: int(1) },
    ],
  ],
  [
    '$group with the other accumulators',
    [
      { $sort: { _id: 1 } },
      { $match: { sku: 'a' } },
      {
        $group: {
          _id: null,
          min: { $min: '$n' },
          max: { $max: '$n' },
          all: { $push: '$n' },
          set: { $addToSet: '$sku' },
        },
      },
    ],
    [{ _id: null, min: int(1), max: int(2), all: [int(2), int(1)], set: ['a'] }],
  ],
  [
    '$group counts all as countDocuments does',
    [{ $match: {} }, { $group: { _id: 1, n: { $sum: 1 } } }],
    [{ _id: int(1), n: int(4) }],
  ],
  [
    '$addFields computes',
    [
      { $match: { _id: 1 } },
      { $addFields: { double: { $add: ['$n', '$n'] }, 'in.side': '$sku' } },
      { $project: { tags: 0 } },
    ],
    [{ _id: int(1), sku: 'a', n: int(2), double: int(4), in: { side: 'a' } }],
  ],
  [
    '$addFields adds nested fields to an object',
    [
      { $match: { _id: 3 } },
      { $addFields: { in: { side: 1 } } },
      { $addFields: { in: { other: '$n', deep: { er: 2 } } } },
    ],
    [
      {
        _id: int(3),
        sku: 'a',
        n: int(1),
        in: { side: int(1), other: int(1), deep: { er: int(2) } },
      },
    ],
  ],
  [
    '$set is $addFields, and $$REMOVE removes',
    [{ $match: { _id: 3 } }, { $set: { n: '$$REMOVE' } }],
    [{ _id: int(3), sku: 'a' }],
  ],
  ['$unset removes', [{ $match: { _id: 1 } }, { $unset: ['tags', 'sku'] }], [{ _id: int(1), n: int(2) }]],
  [
    '$project includes and computes',
    [{ $match: { _id: 2 } }, { $project: { _id: 0, n: 1, big: { $gt: ['$n', 3] } } }],
    [{ n: int(5), big: true }],
  ],
  [
    '$unwind opens arrays and drops empty ones',
    [{ $unwind: '$tags' }, { $project: { tags: 1 } }],
    [
      { _id: int(1), tags: 'x' },
      { _id: int(1), tags: 'y' },
      { _id: int(4), tags: 'z' },
    ],
  ],
  [
    '$unwind finds nothing in an array on the way',
    [
      { $match: { _id: 1 } },
      { $project: { a: [{ b: ['$n'] }], c: { b: ['$n'] } } },
      { $addFields: { found: { $size: '$a.b' } } },
      { $unwind: '$c.b' },
      { $unwind: '$a.b' },
    ],
    [],
  ],
  [
    '$unwind goes through documents',
    [{ $match: { _id: 1 } }, { $project: { c: { b: ['$n', 7] } } }, { $unwind: '$c.b' }],
    [
      { _id: int(1), c: { b: int(2) } },
      { _id: int(1), c: { b: int(7) } },
    ],
  ],
  [
    '$sum of longs that no long can hold',
    [
      { $match: { sku: 'a' } },
      { $addFields: { n: Long.MAX_VALUE } },
      { $group: { _id: null, sum: { $sum: '$n' } } },
    ],
    [{ _id: null, sum: new Double(2 ** 64) }],
  ],
  [
    '$project computes into each element of an array, and in place of what has no fields',
    [{ $match: { _id: { $in: [1, 3, 4] } } }, { $project: { tags: { n: '$n', deep: { er: '$sku' } } } }],
    [
      {
        _id: int(1),
        tags: [
          { n: int(2), deep: { er: 'a' } },
          { n: int(2), deep: { er: 'a' } },
        ],
      },
      { _id: int(3), tags: { n: int(1), deep: { er: 'a' } } },
      { _id: int(4), tags: { n: new Double(0.5), deep: { er: null } } },
    ],
  ],
];

/** A pipeline that MongoDB refuses, with the code. */
export const REFUSED_PIPELINES: [pipeline: Document[], code: number][] = [
  [[{ $frobnicate: {} }], 40324],
  [[{ $match: {}, $sort: { a: 1 } }], 40323],
  [[{ $match: 5 }], 15959],
  [[{ $limit: 0 }], 15958],
  [[{ $skip: -1 }], 15958],
  [[{ $group: { n: { $sum: 1 } } }], 15955],
  [[{ $group: { _id: null, n: { $frob: 1 } } }], 15952],
  [[{ $group: { _id: null, n: 1 } }], 40234],
  [[{ $group: { _id: null, 'x.y': { $sum: 1 } } }], 40235],
  [[{ $group: { _id: null, $x: { $sum: 1 } } }], 40236],
  [[{ $unwind: 'a' }], 28818],
  [[{ $unwind: '$a..b' }], 15998],
  [[{ $project: { 'a.$': 1 } }], 31324],
  [[{ $project: { 'a.$b': 1 } }], 16410],
  [[{ $sort: {} }], 15976],
  [[{ $limit: 1 }, { $sort: {} }], 15976],
  [[{ $project: {} }], 51272],
  [[{ $project: { a: 1, b: 0 } }], 31254],
  [[{ $project: { a: 0, b: 1 } }], 31253],
  [[{ $sort: { a: 2 } }], 15975],
];
