import type { Document } from 'mongodb';
import { QUERY_CASES, QUERY_DOCUMENTS, REFUSED_QUERIES } from './cases/query-cases.ts';
import { failureOf, startTestServer, type TestServer } from './support.ts';

/** The same answer whatever index there is. */
const INDEXES: Document[] = [{ a: 1 }, { a: -1 }, { 'a.b': 1 }, { 'a.b': -1, a: 1 }, { _id: -1, a: 1 }];

describe('queries', () => {
  let test: TestServer;

  beforeAll(async () => {
    test = await startTestServer();
    await test.db.collection('plain').insertMany(QUERY_DOCUMENTS);
    for (const [i, key] of INDEXES.entries()) {
      const indexed = test.db.collection(`indexed${i}`);
      await indexed.createIndex(key);
      await indexed.insertMany(QUERY_DOCUMENTS);
    }
  });

  afterAll(() => test.close());

  it.each(QUERY_CASES)('%j finds %j', async (query, found) => {
    const idsIn = async (name: string): Promise<unknown[]> =>
      (await test.db.collection(name).find(query).sort({ $natural: 1 }).toArray()).map((doc) => doc['_id']);
    const expected = QUERY_DOCUMENTS.map((doc) => doc['_id'] as string).filter((id) => found.includes(id));

    expect(await idsIn('plain')).toEqual(expected);
    for (const i of INDEXES.keys()) {
      const ids = (await test.db.collection(`indexed${i}`).find(query).toArray()).map((doc) =>
        String(doc['_id']),
      );
      expect(ids.toSorted()).toEqual(expected.toSorted());
      expect(await test.db.collection(`indexed${i}`).countDocuments(query)).toBe(expected.length);
    }
  });

  it.each(REFUSED_QUERIES)('refuses %j', async (query, code) => {
    const failure = await failureOf(test.db.collection('plain').find(query).toArray());
    expect(failure['code']).toBe(code);
  });
});
