import { Int32 } from 'bson';
import type { Document } from 'mongodb';
import { REFUSED_UPDATES, REFUSED_UPSERTS, UPDATE_CASES, UPSERTS } from './cases/update-cases.ts';
import { failureOf, startTestServer, type TestServer } from './support.ts';

const RAW = { promoteValues: false } as const;

function isReplacement(update: Document | Document[]): update is Document {
  return !Array.isArray(update) && !Object.keys(update)[0]!.startsWith('$');
}

describe('updates', () => {
  let test: TestServer;

  beforeAll(async () => {
    test = await startTestServer();
  });

  afterAll(() => test.close());

  /** A collection with one document. */
  async function holding(document: Document): Promise<ReturnType<TestServer['db']['collection']>> {
    const collection = test.db.collection('documents');
    await collection.deleteMany({});
    await collection.insertOne({ ...document, _id: 'it' as never });
    return collection;
  }

  it.each(UPDATE_CASES)('$says', async ({ before, query, update, arrayFilters, after }) => {
    const collection = await holding(before);
    const filter = { _id: 'it' as never, ...query };
    const result = isReplacement(update)
      ? await collection.replaceOne(filter, update)
      : await collection.updateOne(filter, update, { arrayFilters: arrayFilters ?? [] });

    const stored = await collection.findOne({}, RAW);
    expect(stored).toEqual({ _id: 'it', ...after });
    expect(Object.keys(stored!)).toEqual(['_id', ...Object.keys(after)]);
    expect(result.matchedCount).toBe(1);

    const again = await holding(before);
    const options = { ...RAW, returnDocument: 'after' as const, arrayFilters: arrayFilters ?? [] };
    const shown = isReplacement(update)
      ? await again.findOneAndReplace(filter, update, options)
      : await again.findOneAndUpdate(filter, update, options);
    expect(shown).toEqual(stored);
  });

  it.each(REFUSED_UPDATES)('refuses %s', async (_, before, update, code, options = {}) => {
    const collection = await holding(before);
    const filter = { _id: 'it' as never };
    const failure = await failureOf(
      isReplacement(update)
        ? collection.replaceOne(filter, update, options)
        : collection.updateOne(filter, update, options),
    );
    expect(failure['code']).toBe(code);
    expect(await collection.findOne({})).toEqual({ _id: 'it', ...before });
  });

  it('tells apart what it matched and what it changed', async () => {
    const collection = await holding({ a: 1 });
    const unchanged = await collection.updateOne({}, { $set: { a: 1 } });
    expect(unchanged).toMatchObject({ matchedCount: 1, modifiedCount: 0 });
    const changed = await collection.updateOne({}, { $set: { a: 2 } });
    expect(changed).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
    const nothing = await collection.updateOne({ a: 7 }, { $set: { a: 2 } });
    expect(nothing).toMatchObject({ matchedCount: 0, modifiedCount: 0, upsertedCount: 0 });
  });

  it('updates all that match, and one without being told more', async () => {
    const collection = test.db.collection('many');
    await collection.insertMany([{ a: 1 }, { a: 1 }, { a: 2 }]);
    expect(await collection.updateOne({ a: 1 }, { $set: { b: 1 } })).toMatchObject({ modifiedCount: 1 });
    expect(await collection.updateMany({ a: 1 }, { $inc: { c: 1 } })).toMatchObject({ modifiedCount: 2 });
    expect(await collection.countDocuments({ c: 1 })).toBe(2);
    expect(await collection.deleteOne({ a: 1 })).toMatchObject({ deletedCount: 1 });
    expect(await collection.deleteMany({})).toMatchObject({ deletedCount: 2 });
  });

  describe('upserts', () => {
    it.each(UPSERTS)('%j with %j inserts %j', async (query, update, inserted) => {
      const collection = test.db.collection('upserts');
      await collection.deleteMany({});
      const result = isReplacement(update)
        ? await collection.replaceOne(query, update, { upsert: true })
        : await collection.updateOne(query, update, { upsert: true });
      expect(result).toMatchObject({ matchedCount: 0, upsertedCount: 1, upsertedId: 'k' });
      const stored = await collection.findOne({});
      expect(stored).toEqual(inserted);
      expect(Object.keys(stored!)[0]).toBe('_id');
    });

    it('takes only the _id from the query of a replacement', async () => {
      const collection = test.db.collection('upserts');
      await collection.deleteMany({});
      await collection.replaceOne({ _id: 'k' as never, a: 1 }, { b: 1 }, { upsert: true });
      expect(await collection.findOne({})).toEqual({ _id: 'k', b: 1 });
    });

    it('makes an _id where the query has none', async () => {
      const collection = test.db.collection('upserts');
      await collection.deleteMany({});
      const shown = await collection.findOneAndUpdate(
        { a: 1 },
        { $inc: { n: 1 } },
        { upsert: true, returnDocument: 'after' },
      );
      expect(shown).toEqual({ _id: expect.anything(), a: 1, n: 1 });
    });

    it.each(REFUSED_UPSERTS)('refuses %s', async (_, query, update, code) => {
      const none = test.db.collection('none');
      const failure = await failureOf(
        isReplacement(update)
          ? none.replaceOne(query, update, { upsert: true })
          : none.updateOne(query, update, { upsert: true }),
      );
      expect(failure['code']).toBe(code);
      expect(await none.countDocuments()).toBe(0);
    });
  });

  it('shows the document before or after, with a projection', async () => {
    const collection = await holding({ a: 1, b: 2 });
    expect(await collection.findOneAndUpdate({}, { $inc: { a: 1 } })).toEqual({ _id: 'it', a: 1, b: 2 });
    const shown = await collection.findOneAndUpdate(
      {},
      { $inc: { a: 1 } },
      { returnDocument: 'after', projection: { a: 1, _id: 0 }, ...RAW },
    );
    expect(shown).toEqual({ a: new Int32(3) });
    expect(await collection.findOneAndUpdate({ a: 99 }, { $set: { a: 1 } })).toBeNull();
    expect(await collection.findOneAndDelete({}, { projection: { b: 1 } })).toEqual({ _id: 'it', b: 2 });
    expect(await collection.findOneAndDelete({})).toBeNull();
  });

  it('changes the first document of an order', async () => {
    const collection = test.db.collection('queue');
    await collection.insertMany([{ at: 3 }, { at: 1 }, { at: 2 }]);
    await collection.createIndex({ at: 1 });
    const claimed = await collection.findOneAndUpdate(
      { at: { $lte: 5 } },
      { $set: { at: 9 } },
      { sort: { at: 1 } },
    );
    expect(claimed).toMatchObject({ at: 1 });
  });
});
