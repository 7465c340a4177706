import type { Document } from 'mongodb';
import { failureOf, startTestServer, type TestServer } from './support.ts';

const DOCUMENT = {
  _id: 1,
  a: 1,
  b: { c: 2, d: { e: 3, f: 4 } },
  list: [1, 5, 9],
  rows: [
    { k: 1, v: 'x' },
    { k: 2, v: 'y' },
    { k: 2, v: 'z' },
  ],
  mixed: [{ k: 1 }, 7, [{ k: 2 }, 8]],
};

const CASES: [projection: Document, shown: Document, query?: Document][] = [
  [{ a: 1 }, { _id: 1, a: 1 }],
  [{ a: true, _id: 0 }, { a: 1 }],
  [{ _id: 1 }, { _id: 1 }],
  [{ 'b.d.e': 1, _id: 0 }, { b: { d: { e: 3 } } }],
  [{ b: { c: 1 }, _id: 0 }, { b: { c: 2 } }],
  [{ 'a.b': 1, _id: 0 }, {}],
  [{ 'rows.v': 1, _id: 0 }, { rows: [{ v: 'x' }, { v: 'y' }, { v: 'z' }] }],
  [{ 'mixed.k': 1, _id: 0 }, { mixed: [{ k: 1 }, [{ k: 2 }]] }],
  [{ nothing: 1, _id: 0 }, {}],
  [
    { list: 0, rows: 0, mixed: 0 },
    { _id: 1, a: 1, b: { c: 2, d: { e: 3, f: 4 } } },
  ],
  [
    { _id: 0, list: 0, rows: 0, mixed: 0, 'b.d': 0 },
    { a: 1, b: { c: 2 } },
  ],
  [
    { a: 0, b: 0, list: 0, rows: 0, 'mixed.k': 0 },
    { _id: 1, mixed: [{}, 7, [{}, 8]] },
  ],
  [{ 'rows.$': 1 }, { _id: 1, rows: [{ k: 2, v: 'y' }] }, { 'rows.k': 2 }],
  [{ 'list.$': 1, _id: 0 }, { list: [5] }, { list: { $gt: 3 } }],
  [
    { a: 1, double: { $add: ['$a', '$a'] }, _id: 0 },
    { a: 1, double: 2 },
  ],
  [{ renamed: '$b.c', _id: 0 }, { renamed: 2 }],
];

const REFUSED: [projection: Document, code: number][] = [
  [{ a: 1, b: 0 }, 31254],
  [{ a: 0, b: 1 }, 31253],
  [{ b: 1, 'b.c': 1 }, 31249],
  [{ 'b.c': 1, b: 1 }, 31249],
  [{ list: { $slice: 2 } }, 238],
  [{ rows: { $elemMatch: { k: 2 } } }, 238],
  [{ list: { $frob: 1 } }, 168],
  [{ 'rows.$': 1 }, 51246],
  [{ 'rows.$.k': 1 }, 31394],
  [{ 'rows.$': 1, 'list.$': 1 }, 31276],
  [{ 'rows.$': 0 }, 31395],
  [{ $a: 1 }, 16410],
];

describe('projections', () => {
  let test: TestServer;

  beforeAll(async () => {
    test = await startTestServer();
    await test.db.collection('one').insertOne({ ...DOCUMENT, _id: 1 as never });
  });

  afterAll(() => test.close());

  it.each(CASES)('%j shows %j', async (projection, shown, query = {}) => {
    const found = await test.db.collection('one').findOne(query, { projection });
    expect(found).toEqual(shown);
    expect(Object.keys(found!)).toEqual(Object.keys(shown));
  });

  it.each(REFUSED)('refuses %j', async (projection, code) => {
    const failure = await failureOf(test.db.collection('one').findOne({}, { projection }));
    expect(failure['code']).toBe(code);
  });
});
