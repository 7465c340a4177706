import type { Document } from 'mongodb';
import { failureOf, startTestServer, type TestServer } from './support.ts';

/** A command and the error that MongoDB gives for it. */
const CASES: [says: string, command: Document, code: number, codeName: string][] = [
  ['an unknown command', { frobnicate: 1 }, 59, 'CommandNotFound'],
  ['an unknown query operator', { find: 'c', filter: { a: { $frob: 1 } } }, 2, 'BadValue'],
  ['an unknown top-level operator', { find: 'c', filter: { $frob: 1 } }, 2, 'BadValue'],
  ['an empty $and', { find: 'c', filter: { $and: [] } }, 2, 'BadValue'],
  ['an $or of values', { find: 'c', filter: { $or: [1] } }, 2, 'BadValue'],
  ['an $in of no list', { find: 'c', filter: { a: { $in: 1 } } }, 2, 'BadValue'],
  ['an $in of operators', { find: 'c', filter: { a: { $in: [{ $gt: 1 }] } } }, 2, 'BadValue'],
  ['a $ne of a regular expression', { find: 'c', filter: { a: { $ne: /x/ } } }, 2, 'BadValue'],
  ['a $not of a value', { find: 'c', filter: { a: { $not: 1 } } }, 2, 'BadValue'],
  ['an $elemMatch of a value', { find: 'c', filter: { a: { $elemMatch: 1 } } }, 2, 'BadValue'],
  ['an $all of no list', { find: 'c', filter: { a: { $all: 1 } } }, 2, 'BadValue'],
  ['a $size below zero', { find: 'c', filter: { a: { $size: -1 } } }, 2, 'BadValue'],
  ['a $size of text', { find: 'c', filter: { a: { $size: 'x' } } }, 2, 'BadValue'],
  ['$options without $regex', { find: 'c', filter: { a: { $options: 'i' } } }, 2, 'BadValue'],
  ['a $regex that does not compile', { find: 'c', filter: { a: { $regex: '(' } } }, 51091, 'Location51091'],
  [
    'an unknown regex option',
    { find: 'c', filter: { a: { $regex: 'a', $options: 'q' } } },
    51108,
    'Location51108',
  ],
  ['a filter that is no document', { find: 'c', filter: 5 }, 14, 'TypeMismatch'],
  ['a limit that is no number', { find: 'c', limit: 'x' }, 14, 'TypeMismatch'],
  ['a skip below zero', { find: 'c', skip: -1 }, 51024, 'Location51024'],
  ['a limit below zero', { find: 'c', limit: -1 }, 51024, 'Location51024'],
  ['an explain with a limit below zero', { explain: { find: 'c', limit: -1 } }, 51024, 'Location51024'],
  ['a sort direction', { find: 'c', sort: { a: 3 } }, 15975, 'Location15975'],
  ['an empty collection name', { find: '' }, 73, 'InvalidNamespace'],
  ['a collection name with a dollar', { insert: 'a$b', documents: [{}] }, 73, 'InvalidNamespace'],
  ['a collection name that is no text', { find: 7 }, 73, 'InvalidNamespace'],
  ['an argument of another command', { find: 'c', documents: [] }, 40415, 'Location40415'],
  ['an insert of nothing', { insert: 'c', documents: [] }, 16, 'InvalidLength'],
  ['documents that are none', { insert: 'c', documents: [5] }, 14, 'TypeMismatch'],
  [
    'an unknown field of a statement',
    { update: 'c', updates: [{ q: {}, u: {}, frob: 1 }] },
    40415,
    'Location40415',
  ],
  ['a delete without a query', { delete: 'c', deletes: [{ limit: 0 }] }, 40414, 'Location40414'],
  ['a delete of a null query', { delete: 'c', deletes: [{ q: null, limit: 0 }] }, 40414, 'Location40414'],
  ['a delete without a limit', { delete: 'c', deletes: [{ q: {} }] }, 40414, 'Location40414'],
  [
    'an update without a query',
    { update: 'c', updates: [{ u: { $set: { a: 1 } }, multi: true }] },
    40414,
    'Location40414',
  ],
  ['an update without a change', { update: 'c', updates: [{ q: {} }] }, 40414, 'Location40414'],
  [
    'an explain of a delete without a query',
    { explain: { delete: 'c', deletes: [{ limit: 0 }] } },
    40414,
    'Location40414',
  ],
  ['findAndModify without a change', { findAndModify: 'c', query: {} }, 9, 'FailedToParse'],
  ['findAndModify with two', { findAndModify: 'c', remove: true, update: {} }, 9, 'FailedToParse'],
  [
    'findAndModify that shows what it removed as new',
    { findAndModify: 'c', remove: true, new: true },
    9,
    'FailedToParse',
  ],
  ['an aggregate without a cursor', { aggregate: 'c', pipeline: [] }, 9, 'FailedToParse'],
  ['an aggregate without a pipeline', { aggregate: 'c', cursor: {} }, 40414, 'Location40414'],
  ['a collection that exists', { create: 'c' }, 48, 'NamespaceExists'],
  ['a collection to drop that does not', { drop: 'nothing' }, 26, 'NamespaceNotFound'],
  ['indexes of a collection that does not exist', { listIndexes: 'nothing' }, 26, 'NamespaceNotFound'],
  ['an index to drop that does not', { dropIndexes: 'c', index: 'x_1' }, 27, 'IndexNotFound'],
  ['an explain of an unknown command', { explain: { frobnicate: 1 } }, 59, 'CommandNotFound'],
  ['an unknown verbosity', { explain: { find: 'c' }, verbosity: 'loud' }, 9, 'FailedToParse'],
  [
    'a write concern that is none',
    { insert: 'c', documents: [{}], writeConcern: { w: -1 } },
    9,
    'FailedToParse',
  ],
];

describe('errors', () => {
  let test: TestServer;

  beforeAll(async () => {
    test = await startTestServer();
    await test.db.createCollection('c');
  });

  afterAll(() => test.close());

  it.each(CASES)('%s', async (_, command, code, codeName) => {
    expect(await failureOf(test.db.command(command))).toMatchObject({
      name: 'MongoServerError',
      code,
      codeName,
    });
    expect(await test.db.collection('c').countDocuments()).toBe(0);
  });

  const BAD_IDS: [id: unknown, code: number][] = [
    [[1], 53],
    [/x/, 53],
    [{ $a: 1 }, 52],
  ];

  it.each(BAD_IDS)('an _id of %j', async (id, code) => {
    expect(await failureOf(test.db.collection('c').insertOne({ _id: id as never }))).toMatchObject({ code });
  });

  it('of an incomplete statement come before the other statements are run', async () => {
    await test.db.collection('kept').insertMany([{}, {}]);
    const incomplete = { delete: 'kept', deletes: [{ q: {}, limit: 1 }, { limit: 0 }] };
    expect(await failureOf(test.db.command(incomplete))).toMatchObject({
      code: 40414,
      message: "BSON field 'delete.deletes.q' is missing but a required field",
    });
    expect(await test.db.collection('kept').countDocuments()).toBe(2);
  });

  it('of one statement do not hide the others: ordered stops, unordered goes on', async () => {
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }];
    const insert = (collection: string, ordered: boolean): Promise<Document> =>
      test.db.command({ insert: collection, documents, ordered });
    expect(await insert('ordered', true)).toMatchObject({
      n: 1,
      writeErrors: [{ index: 1, code: 11000 }],
      ok: 1,
    });
    expect(await insert('unordered', false)).toMatchObject({
      n: 2,
      writeErrors: [{ index: 1, code: 11000 }],
      ok: 1,
    });
  });

  it('of duplicate keys in a batch carry the index, the key and its value', async () => {
    const { writeErrors } = await test.db.command({
      insert: 'keys',
      documents: [{ _id: 'a' }, { _id: 'a' }],
    });
    expect(writeErrors).toEqual([
      {
        index: 1,
        code: 11000,
        keyPattern: { _id: 1 },
        keyValue: { _id: 'a' },
        errmsg: 'E11000 duplicate key error collection: test.keys index: _id_ dup key: { _id: "a" }',
      },
    ]);
  });

  it('tell a write concern that one node cannot satisfy, after the write', async () => {
    const reply = await test.db
      .command({ insert: 'concern', documents: [{}], writeConcern: { w: 3 } })
      .catch((error) => error.result ?? error.errorResponse ?? error);
    expect(reply).toMatchObject({
      n: 1,
      writeConcernError: { code: 100, codeName: 'UnsatisfiableWriteConcern' },
    });
    expect(await test.db.collection('concern').countDocuments()).toBe(1);
  });
});
