import { DBRef, type Document, ObjectId, serialize } from 'bson';
import { decode } from '../bson/codec.ts';
import { failureOf, startTestServer, type TestServer } from './support.ts';

describe('a DBRef', () => {
  let test: TestServer;
  const oid = new ObjectId();
  const reference = new DBRef('x', oid, 'other', { more: 1 });

  beforeAll(async () => {
    test = await startTestServer();
    await test.db.collection('c').insertMany([
      { _id: 1, r: new DBRef('x', 5 as never), n: 0 },
      { _id: 2, r: [new DBRef('y', 6 as never)], n: 0 },
      { _id: 3, r: { deep: reference }, n: 0 },
    ] as never);
  });

  afterAll(() => test.close());

  const QUERIES: [query: Document, ids: number[]][] = [
    [{ 'r.$id': 5 }, [1]],
    [{ 'r.$id': 6 }, [2]],
    [{ 'r.$ref': { $in: ['x', 'y'] } }, [1, 2]],
    [{ 'r.deep.$db': 'other' }, [3]],
    [{ 'r.deep.$id': oid }, [3]],
    [{ r: new DBRef('x', 5 as never) }, [1]],
    [{ r: { $in: [new DBRef('x', 5 as never), new DBRef('y', 6 as never)] } }, [1, 2]],
    [{ 'r.deep': reference }, [3]],
    [{ r: { $elemMatch: { $ref: 'y', $id: 6 } } }, [2]],
  ];

  it.each(QUERIES)('is found by %j, with an index and without', async (query, ids) => {
    const collection = test.db.collection('c');
    const found = async (): Promise<unknown[]> =>
      (await collection.find(query).sort({ _id: 1 }).toArray()).map(({ _id }) => _id);
    expect(await found()).toEqual(ids);
    const index = await collection.createIndex({ [Object.keys(query)[0]!.replace(/\.\$.*/, '')]: 1 });
    expect(await found()).toEqual(ids);
    await collection.dropIndex(index);
  });

  it('is stored, updated and shown as it came', async () => {
    const collection = test.db.collection('c');
    await collection.updateMany({}, { $set: { n: 1 }, $push: { list: reference as never } });
    const found = await collection.findOne({ _id: 3 as never }, { promoteValues: false });
    expect(serialize({ r: found!['r'], list: found!['list'] })).toEqual(
      serialize({ r: { deep: reference }, list: [reference] }),
    );
    await collection.updateMany({}, { $pull: { list: reference as never } });
    expect(await collection.countDocuments({ list: [] })).toBe(3);
    await collection.updateOne({ _id: 3 as never }, { $set: { 'r.deep.more': 2 } });
    expect(await collection.distinct('r.deep.more')).toEqual([2]);
  });

  it('may not be an _id', async () => {
    const insert = test.db.collection('c').insertOne({ _id: reference as never });
    expect(await failureOf(insert)).toMatchObject({ code: 52 });
  });

  it('is a plain document within the server', () => {
    const bytes = serialize({ a: [{ b: reference }], $ref: 'x', $id: 1 });
    const doc = decode(bytes);
    expect(JSON.stringify(Object.keys(doc))).toBe('["$ref","$id","a"]');
    expect(Object.getPrototypeOf(doc)).toBe(Object.prototype);
    expect(serialize(decode(serialize({ r: reference })))).toEqual(serialize({ r: reference }));
  });
});
