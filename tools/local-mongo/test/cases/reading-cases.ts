import type { Document } from 'mongodb';

/** Documents, a key, and its distinct values in their order. */
export const DISTINCT_CASES: [documents: Document[], key: string, values: unknown[]][] = [
  [[{ a: 2 }, { a: [1, 2, [3]] }, { a: null }, {}], 'a', [null, 1, 2, [3]]],
  [[{ a: { b: 1 } }, { a: 5 }], 'a.b', [1]],
  [[{ a: [{ b: [1, 2] }, { b: 3 }, 4] }], 'a.b', [1, 2, 3]],
  [[{ a: [{ b: [{ c: [1, [2]] }] }] }], 'a.b.c', [1, [2]]],
  [[{ a: [[1, 2], 3] }], 'a.0', [1, 2]],
  [[{ a: [{ b: 1 }, { b: 2 }] }], 'a.1.b', [2]],
  [[{ a: [] }, { a: [{ b: [] }] }], 'a.b', []],
];

/** Documents, a sort, and the `_id`s in the order that it gives. */
export const SORT_CASES: [documents: Document[], sort: Document, ids: number[]][] = [
  // Of an array the least element counts, or the greatest one when descending.
  [
    [
      { _id: 1, a: [1, 9] },
      { _id: 2, a: 5 },
      { _id: 3, a: [] },
      { _id: 4, a: null },
    ],
    { a: 1 },
    [3, 4, 1, 2],
  ],
  [
    [
      { _id: 1, a: [1, 9] },
      { _id: 2, a: 5 },
      { _id: 3, a: [] },
    ],
    { a: -1 },
    [1, 2, 3],
  ],
  // Two paths through one array stand side by side: (1, 5) comes after (1, 3), though the array has a 1 for y.
  [
    [
      {
        _id: 1,
        a: [
          { x: 1, y: 5 },
          { x: 2, y: 1 },
        ],
      },
      { _id: 2, a: [{ x: 1, y: 3 }] },
    ],
    { 'a.x': 1, 'a.y': 1 },
    [2, 1],
  ],
  [
    [
      { _id: 1, a: [{ x: 1, y: 5 }] },
      {
        _id: 2,
        a: [
          { x: 1, y: 3 },
          { x: 0, y: 9 },
        ],
      },
    ],
    { 'a.x': -1, 'a.y': 1 },
    [2, 1],
  ],
  [
    [
      { _id: 1, a: [2, 3], b: 1 },
      { _id: 2, a: 2, b: 2 },
    ],
    { a: 1, b: -1 },
    [2, 1],
  ],
];

/** Documents whose order under a sort MongoDB refuses to say, with the code. */
export const REFUSED_SORTS: [documents: Document[], sort: Document, code: number][] = [
  [[{ a: [1], b: [2] }, { a: 1 }], { a: 1, b: 1 }, 2],
];
