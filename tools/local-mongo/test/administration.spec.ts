import { Catalog } from '../storage/catalog.ts';
import { NO_JOURNAL } from '../storage/journal.ts';
import { parseIndexSpec } from '../storage/index-spec.ts';
import { removeExpired } from '../storage/ttl-monitor.ts';
import { Cursors } from '../commands/cursors.ts';
import { encode } from '../bson/codec.ts';
import { Int32 } from 'bson';
import type { Doc } from '../bson/value.ts';
import { startTestServer, type TestServer } from './support.ts';

describe('administration', () => {
  let test: TestServer;

  beforeAll(async () => {
    test = await startTestServer();
  });

  afterAll(() => test.close());

  it('creates, lists and drops collections and databases', async () => {
    const db = test.client.db('shop');
    await db.createCollection('empty');
    await db.collection('full').insertOne({ a: 1 });
    expect((await db.listCollections().toArray()).map(({ name }) => name)).toEqual(['empty', 'full']);
    expect(await db.listCollections({ name: 'full' }, { nameOnly: true }).toArray()).toEqual([
      { name: 'full', type: 'collection' },
    ]);
    const { databases } = await db.admin().listDatabases();
    expect(databases).toContainEqual({ name: 'shop', sizeOnDisk: expect.any(Number), empty: false });
    expect(await db.collection('empty').drop()).toBe(true);
    await db.dropDatabase();
    expect(await db.listCollections().toArray()).toEqual([]);
    expect((await db.admin().listDatabases({ nameOnly: true })).databases).not.toContainEqual({
      name: 'shop',
    });
  });

  it('keeps databases apart', async () => {
    await test.client
      .db('one')
      .collection('c')
      .insertOne({ _id: 1 as never });
    await test.client
      .db('two')
      .collection('c')
      .insertOne({ _id: 1 as never });
    await test.client.db('one').dropDatabase();
    expect(await test.client.db('two').collection('c').countDocuments()).toBe(1);
  });

  it('does not create a collection by reading it or by an update that finds nothing', async () => {
    const db = test.client.db('untouched');
    await db.collection('a').findOne({});
    await db.collection('a').updateOne({}, { $set: { a: 1 } });
    await db.collection('a').deleteMany({});
    await db.collection('a').findOneAndUpdate({}, { $set: { a: 1 } });
    expect(await db.listCollections().toArray()).toEqual([]);
  });

  it('lists distinct values, those of arrays one by one', async () => {
    await test.db
      .collection('d')
      .insertMany([{ a: 2 }, { a: [1, 2, [3]] }, { a: null }, {}, { b: { c: 1 } }]);
    expect(await test.db.collection('d').distinct('a')).toEqual([null, 1, 2, [3]]);
    expect(await test.db.collection('d').distinct('b.c')).toEqual([1]);
    expect(await test.db.collection('d').distinct('a', { a: { $gt: 1 } })).toEqual([1, 2, [3]]);
  });

  it('lists more collections and indexes than a batch holds', async () => {
    const many = test.client.db('many');
    for (let i = 0; i < 105; i++) await many.createCollection(`c${i}`);
    expect(await many.listCollections().toArray()).toHaveLength(105);
    expect(await many.listCollections({}, { batchSize: 10 }).toArray()).toHaveLength(105);
    const cursor = many.listCollections({}, { batchSize: 10 });
    await cursor.next();
    await expect(cursor.close()).resolves.toBeUndefined();
    const indexes = Array.from({ length: 20 }, (_, i) => ({ key: { [`f${i}`]: 1 as const } }));
    await many.collection('c0').createIndexes(indexes);
    expect(await many.collection('c0').listIndexes({ batchSize: 5 }).toArray()).toHaveLength(21);
  });

  it('counts with skip and limit', async () => {
    await test.db.collection('n').insertMany(Array.from({ length: 10 }, (_, i) => ({ i })));
    expect(await test.db.collection('n').estimatedDocumentCount()).toBe(10);
    expect(await test.db.collection('n').countDocuments({ i: { $gte: 4 } }, { skip: 1, limit: 3 })).toBe(3);
    expect(await test.db.command({ count: 'n', query: { i: { $gte: 4 } }, skip: 5 })).toMatchObject({ n: 1 });
    expect(await test.db.command({ count: 'nothing' })).toMatchObject({ n: 0 });
  });

  it('sorts by several fields, by arrays, and in the order of insertion', async () => {
    await test.db
      .collection('s')
      .insertMany([
        { _id: 1, a: [5, 1] },
        { _id: 2, a: 3 },
        { _id: 3 },
        { _id: 4, a: [] },
        { _id: 5, a: 'x' },
      ] as never);
    const ids = async (sort: Record<string, 1 | -1>): Promise<unknown[]> =>
      (await test.db.collection('s').find().sort(sort).toArray()).map(({ _id }) => _id);
    expect(await ids({ a: 1 })).toEqual([4, 3, 1, 2, 5]);
    expect(await ids({ a: -1 })).toEqual([5, 1, 2, 3, 4]);
    expect(await ids({ $natural: -1 })).toEqual([5, 4, 3, 2, 1]);
    expect(await ids({ nothing: 1, _id: -1 })).toEqual([5, 4, 3, 2, 1]);
  });

  it('tells about itself', async () => {
    expect(await test.db.admin().buildInfo()).toMatchObject({
      version: '7.0.0',
      maxBsonObjectSize: 16_777_216,
    });
    expect(await test.db.admin().serverStatus()).toMatchObject({
      process: 'local-mongo',
      pid: process.pid,
      ok: 1,
    });
    expect(await test.db.command({ ping: 1 })).toEqual({ ok: 1 });
  });

  it('removes what has expired, and nothing else', () => {
    const catalog = new Catalog(NO_JOURNAL);
    const collection = catalog.create('test.ttl');
    const index: Doc = { name: 'ttl', key: { at: new Int32(1) }, expireAfterSeconds: new Int32(10) };
    catalog.createIndexes(collection, [parseIndexSpec(index)]);
    const documents: Doc[] = [
      { _id: 'old', at: new Date(0) },
      { _id: 'oldest element', at: [new Date(0), new Date(1e9)] },
      { _id: 'young', at: new Date(5_001) },
      { _id: 'no date', at: 'x' },
      { _id: 'nothing' },
    ];
    for (const doc of documents) collection.insert(doc, encode(doc));
    expect(removeExpired(catalog, 15_000)).toBe(2);
    expect(removeExpired(catalog, 15_000)).toBe(0);
    expect([...collection.records.keys()].map((record) => collection.read(record)['_id'])).toEqual([
      'young',
      'no date',
      'nothing',
    ]);
  });

  it('leaves alone what a partial TTL index leaves out', () => {
    const catalog = new Catalog(NO_JOURNAL);
    const collection = catalog.create('test.ttl');
    const ttl = (name: string, partialFilterExpression: Doc): Doc => ({
      name,
      key: { at: new Int32(1) },
      expireAfterSeconds: new Int32(0),
      partialFilterExpression,
    });
    const specs = [ttl('done', { done: true }), ttl('kept', { kept: false })].map(parseIndexSpec);
    catalog.createIndexes(collection, specs);
    const documents: Doc[] = [
      { _id: 'done', at: new Date(0), done: true },
      { _id: 'not kept', at: new Date(0), kept: false },
      { _id: 'done later', at: new Date(20_000), done: true },
      { _id: 'not done', at: new Date(0), done: false },
      { _id: 'neither', at: new Date(0) },
    ];
    for (const doc of documents) collection.insert(doc, encode(doc));
    expect(removeExpired(catalog, 15_000)).toBe(2);
    expect([...collection.records.keys()].map((record) => collection.read(record)['_id'])).toEqual([
      'done later',
      'not done',
      'neither',
    ]);
  });

  it('closes cursors that nobody used for ten minutes, unless told not to', () => {
    const cursors = new Cursors();
    const documents = [encode({}), encode({})];
    cursors.start('test.c', documents, { batchSize: 1 });
    cursors.start('test.c', documents, { batchSize: 1, noCursorTimeout: true });
    cursors.closeIdle(Date.now() + 9 * 60_000);
    expect(cursors.size).toBe(2);
    cursors.closeIdle(Date.now() + 11 * 60_000);
    expect(cursors.size).toBe(1);
  });
});
