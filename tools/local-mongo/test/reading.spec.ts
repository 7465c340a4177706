import type { Collection, Document } from 'mongodb';
import { DISTINCT_CASES, REFUSED_SORTS, SORT_CASES } from './cases/reading-cases.ts';
import { failureOf, startTestServer, type TestServer } from './support.ts';

describe('reading what arrays hold', () => {
  let test: TestServer;

  beforeAll(async () => {
    test = await startTestServer();
  });

  afterAll(() => test.close());

  async function holding(documents: Document[]): Promise<Collection> {
    const collection = test.db.collection('documents');
    await collection.deleteMany({});
    await collection.insertMany(documents.map((document) => ({ ...document })));
    return collection;
  }

  it.each(DISTINCT_CASES)('of %j, %j is distinctly %j', async (documents, key, values) => {
    expect(await (await holding(documents)).distinct(key)).toEqual(values);
  });

  it.each(SORT_CASES)('sorts %j by %j', async (documents, sort, ids) => {
    const collection = await holding(documents);
    const found = await collection.find({}).sort(sort).toArray();
    expect(found.map((doc) => doc['_id'])).toEqual(ids);
    const staged = await collection.aggregate([{ $skip: 0 }, { $sort: sort }]).toArray();
    expect(staged).toEqual(found);
    await collection.createIndex(sort);
    expect(await collection.find({}).sort(sort).toArray()).toEqual(found);
    await collection.dropIndexes();
  });

  it.each(REFUSED_SORTS)('refuses to sort %j by %j', async (documents, sort, code) => {
    const collection = await holding(documents);
    const failure = await failureOf(collection.find({}).sort(sort).toArray());
    expect(failure['code']).toBe(code);
  });
});
