import * as fc from 'fast-check';
import type { Collection, Document, FindCursor, IndexDescription } from 'mongodb';
import { failureOf, startTestServer, type TestServer } from './support.ts';

/** Stage names of a plan, outermost first. */
function stagesOf(plan: Document): string[] {
  const inner: Document[] = plan['inputStages'] ?? (plan['inputStage'] ? [plan['inputStage']] : []);
  return [plan['stage'], ...inner.flatMap(stagesOf)];
}

describe('indexes', () => {
  let test: TestServer;
  let number = 0;

  beforeAll(async () => {
    test = await startTestServer();
  });

  afterAll(() => test.close());

  async function holding(documents: Document[], indexes: IndexDescription[] = []): Promise<Collection> {
    const collection = test.db.collection(`c${number++}`);
    if (indexes.length > 0) await collection.createIndexes(indexes);
    if (documents.length > 0) await collection.insertMany(documents);
    return collection;
  }

  describe('unique', () => {
    it('refuses a second document with the key and names the key', async () => {
      const collection = await holding([{ sku: 'a', 'where.shop': 1 }], [{ key: { sku: 1 }, unique: true }]);
      expect(await failureOf(collection.insertOne({ sku: 'a' }))).toMatchObject({
        code: 11000,
        message: expect.stringMatching(
          /^E11000 duplicate key error collection: test\.c\d+ index: sku_1 dup key: \{ sku: "a" \}$/,
        ),
        keyPattern: { sku: 1 },
        keyValue: { sku: 'a' },
      });
      expect(
        await failureOf(collection.updateOne({ sku: 'b' }, { $set: { sku: 'a' } }, { upsert: true })),
      ).toMatchObject({ code: 11000 });
      expect(await collection.countDocuments()).toBe(1);
    });

    it('refuses an update into an existing key and leaves every index as it was', async () => {
      const collection = await holding(
        [
          { a: 1, b: 1 },
          { a: 2, b: 2 },
        ],
        [{ key: { b: 1 } }, { key: { a: 1 }, unique: true }],
      );
      await failureOf(collection.updateOne({ a: 2 }, { $set: { a: 1, b: 9 } }));
      expect(await collection.countDocuments({ b: 9 })).toBe(0);
      expect(await collection.countDocuments({ b: 2 })).toBe(1);
    });

    it('tells _id apart', async () => {
      const collection = await holding([{ _id: 1 }]);
      expect(await failureOf(collection.insertOne({ _id: 1 as never }))).toMatchObject({
        code: 11000,
        keyPattern: { _id: 1 },
        keyValue: { _id: 1 },
      });
    });

    it('is over all fields of a compound key', async () => {
      const collection = await holding([{ a: 1, b: 1 }], [{ key: { a: 1, b: -1 }, unique: true }]);
      await collection.insertOne({ a: 1, b: 2 });
      expect(await failureOf(collection.insertOne({ a: 1, b: 1 }))).toMatchObject({
        keyValue: { a: 1, b: 1 },
      });
    });

    it('counts numbers of different types and missing fields as equal', async () => {
      const collection = await holding([{ a: 1 }, {}], [{ key: { a: 1 }, unique: true }]);
      expect(await failureOf(collection.insertOne({ a: 1.0 }))).toMatchObject({ code: 11000 });
      expect(await failureOf(collection.insertOne({ a: null }))).toMatchObject({ keyValue: { a: null } });
    });

    it('lets sparse and partial indexes leave documents out', async () => {
      const sparse = await holding([{}, {}], [{ key: { a: 1 }, unique: true, sparse: true }]);
      expect(await sparse.countDocuments()).toBe(2);
      const partial = await holding(
        [
          { a: 1, on: false },
          { a: 1, on: true },
        ],
        [{ key: { a: 1 }, unique: true, partialFilterExpression: { on: true } }],
      );
      await partial.insertOne({ a: 1, on: false });
      expect(await failureOf(partial.insertOne({ a: 1, on: true }))).toMatchObject({ code: 11000 });
      expect(await failureOf(partial.updateOne({ on: false }, { $set: { on: true } }))).toMatchObject({
        code: 11000,
      });
    });

    it('holds for every element of an array, but not within one document', async () => {
      const collection = await holding([{ tags: ['x', 'x', 'y'] }], [{ key: { tags: 1 }, unique: true }]);
      expect(await failureOf(collection.insertOne({ tags: ['z', 'y'] }))).toMatchObject({
        keyValue: { tags: 'y' },
      });
    });

    it('cannot be built over duplicates', async () => {
      const collection = await holding([{ a: 1 }, { a: 1 }]);
      expect(await failureOf(collection.createIndex({ a: 1 }, { unique: true }))).toMatchObject({
        code: 11000,
      });
      expect(await collection.indexes()).toHaveLength(1);
    });

    it('gives a key back when its document goes', async () => {
      const collection = await holding([{ a: 1 }], [{ key: { a: 1 }, unique: true }]);
      await collection.deleteOne({ a: 1 });
      await collection.insertOne({ a: 1 });
      expect(await collection.countDocuments()).toBe(1);
    });
  });

  it('refuses parallel arrays', async () => {
    const collection = await holding([], [{ key: { a: 1, b: 1 } }]);
    expect(await failureOf(collection.insertOne({ a: [1], b: [1] }))).toMatchObject({ code: 171 });
  });

  it('finds, counts and sorts the same with and without', async () => {
    const scalar = fc.constantFrom(null, 0, 1, 2, 1.5, 'a', 'ab', '', true, new Date(5));
    const { doc } = fc.letrec<{ doc: Document; value: unknown }>((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('value'), { maxLength: 3 }), tie('doc')),
      doc: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
    }));
    const path = fc.constantFrom('a', 'b', 'c', 'a.b', 'b.c', 'a.c');
    const condition = fc.oneof(
      scalar,
      fc
        .record({ operator: fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$eq', '$ne'), operand: scalar })
        .map(({ operator, operand }) => ({ [operator]: operand })),
      fc.tuple(scalar, scalar).map(([low, high]) => ({ $gte: low, $lt: high })),
      fc.array(scalar, { maxLength: 3 }).map((items) => ({ $in: items })),
      fc.boolean().map((exists) => ({ $exists: exists })),
      fc.tuple(scalar, scalar).map(([b, c]) => ({ $elemMatch: { b, c: { $gte: c } } })),
      fc.constant({ $elemMatch: { $gte: 1, $lt: 2 } }),
      fc.constant(/^a/),
    );
    const query = fc.dictionary(path, condition, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
    const key = fc.dictionary(path, fc.constantFrom(1, -1), {
      minKeys: 1,
      maxKeys: 3,
      noNullPrototype: true,
    });
    const options = fc.constantFrom<Document>(
      {},
      { sparse: true },
      { partialFilterExpression: { a: { $exists: true } } },
      { partialFilterExpression: { b: { $gt: 0 } } },
    );
    let usedIndex = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(doc, { minLength: 10, maxLength: 30 }),
        // Two indexes with the same key and filter are one, which a second name conflicts with.
        fc.uniqueArray(fc.tuple(key, options), {
          minLength: 1,
          maxLength: 3,
          selector: ([spec, { partialFilterExpression }]) => JSON.stringify([spec, partialFilterExpression]),
        }),
        fc.array(
          fc.tuple(
            fc.oneof(
              query,
              fc.tuple(query, query).map((parts) => ({ $or: parts })),
            ),
            fc.option(key),
          ),
          { minLength: 20, maxLength: 30 },
        ),
        async (documents, indexes, queries) => {
          const indexed = await holding([], []);
          for (const [i, [spec, extra]] of indexes.entries())
            await indexed.createIndex(spec, { ...extra, name: `i${i}` });
          const kept = [];
          for (const [i, document] of documents.entries()) {
            // Documents with parallel arrays are refused by some of the indexes.
            const result = await indexed.insertOne({ ...document, _id: i as never }).catch(() => undefined);
            if (result !== undefined) kept.push({ ...document, _id: i });
          }
          for (const [filter, wanted] of queries) {
            // An order by two arrays side by side is refused, with an index or without: then only the filter is tried.
            const refuses = (cursor: FindCursor): Promise<boolean> =>
              cursor
                .sort((wanted ?? {}) as never)
                .toArray()
                .then(
                  () => false,
                  ({ code }: { code?: number }) => code === 2,
                );
            const isRefused = await refuses(indexed.find(filter).hint({ $natural: 1 }));
            expect(await refuses(indexed.find(filter))).toBe(isRefused);
            const sort = isRefused ? undefined : wanted;
            const order = { ...sort, _id: 1 } as never;
            const plain = await indexed.find(filter).hint({ $natural: 1 }).sort(order).toArray();
            const planned = await indexed.find(filter).sort(order).toArray();
            expect(planned).toEqual(plain);
            const ids = (
              await indexed
                .find(filter)
                .sort((sort ?? {}) as never)
                .toArray()
            ).map((found) => found['_id']);
            expect(new Set(ids)).toEqual(new Set(plain.map((found) => found['_id'])));
            expect(ids).toHaveLength(plain.length);
            expect(await indexed.countDocuments(filter)).toBe(plain.length);
            const { queryPlanner } = await indexed.find(filter).explain('queryPlanner');
            if (stagesOf(queryPlanner.winningPlan).includes('IXSCAN')) usedIndex++;
          }
          await indexed.drop().catch(() => undefined);
        },
      ),
      { numRuns: 10 },
    );
    expect(usedIndex).toBeGreaterThan(10);
  }, 120_000);

  describe('explain', () => {
    let shop: Collection;

    beforeAll(async () => {
      const documents = Array.from({ length: 2000 }, (_, i) => ({
        _id: i,
        sku: `s${i}`,
        kind: i % 10,
        price: i % 97,
        tags: [i % 7, i % 11],
      }));
      shop = await holding(documents, [
        { key: { sku: 1 }, unique: true },
        { key: { kind: 1, _id: -1 } },
        { key: { price: 1 } },
        { key: { tags: 1 } },
      ]);
    });

    const CASES: [
      says: string,
      query: Document,
      options: { sort?: Document; limit?: number },
      stages: string[],
      keys: number,
      docs: number,
    ][] = [
      ['an equality', { sku: 's77' }, {}, ['FETCH', 'IXSCAN'], 1, 1],
      ['an _id', { _id: 5 }, {}, ['FETCH', 'IXSCAN'], 1, 1],
      [
        'a page in index order',
        { kind: 3 },
        { sort: { _id: -1 }, limit: 20 },
        ['LIMIT', 'FETCH', 'IXSCAN'],
        20,
        20,
      ],
      [
        'the next page',
        { kind: 3, _id: { $lt: 1000 } },
        { sort: { _id: -1 }, limit: 20 },
        ['LIMIT', 'FETCH', 'IXSCAN'],
        20,
        20,
      ],
      [
        'a page of several kinds, merged',
        { kind: { $in: [3, 4] } },
        { sort: { _id: -1 }, limit: 20 },
        ['LIMIT', 'FETCH', 'IXSCAN'],
        20,
        20,
      ],
      ['an order alone', {}, { sort: { price: 1 }, limit: 5 }, ['LIMIT', 'FETCH', 'IXSCAN'], 5, 5],
      ['the order backwards', {}, { sort: { price: -1 }, limit: 5 }, ['LIMIT', 'FETCH', 'IXSCAN'], 5, 5],
      ['an $or', { $or: [{ sku: 's1' }, { sku: 's2' }] }, {}, ['FETCH', 'OR', 'IXSCAN', 'IXSCAN'], 2, 2],
      ['what has no index', { nothing: 1 }, {}, ['COLLSCAN'], 0, 2000],
      [
        'an order without an index',
        { sku: 's1' },
        { sort: { nothing: 1 } },
        ['SORT', 'FETCH', 'IXSCAN'],
        1,
        1,
      ],
    ];

    it.each(CASES)('tells the truth about %s', async (_, query, { sort, limit }, stages, keys, docs) => {
      const explained = await shop
        .find(query, { sort: sort as never, limit: limit ?? 0 })
        .explain('executionStats');
      expect(stagesOf(explained['queryPlanner'].winningPlan)).toEqual(stages);
      expect(explained['executionStats']).toMatchObject({ totalKeysExamined: keys, totalDocsExamined: docs });
    });

    it('says that an index over arrays is multikey', async () => {
      const { queryPlanner } = await shop.find({ tags: 3 }).explain('queryPlanner');
      expect(queryPlanner.winningPlan.inputStage).toMatchObject({ isMultiKey: true, indexName: 'tags_1' });
    });

    it('counts by keys alone', async () => {
      const explained = await test.db.command({
        explain: { count: shop.collectionName, query: { kind: 3 } },
        verbosity: 'executionStats',
      });
      expect(explained['executionStats']).toMatchObject({ totalKeysExamined: 200, totalDocsExamined: 0 });
      expect(stagesOf(explained['queryPlanner'].winningPlan)).toEqual(['COUNT', 'COUNT_SCAN']);
    });

    it('explains the search of writes and pipelines without changing anything', async () => {
      const update = {
        update: shop.collectionName,
        updates: [{ q: { sku: 's1' }, u: { $set: { price: -1 } } }],
      };
      const explained = await test.db.command({ explain: update, verbosity: 'executionStats' });
      expect(explained['executionStats']).toMatchObject({ totalKeysExamined: 1, totalDocsExamined: 1 });
      expect(await shop.countDocuments({ price: -1 })).toBe(0);
      const piped = await shop
        .aggregate([{ $match: { sku: 's1' } }, { $project: { sku: 1 } }])
        .explain('queryPlanner');
      expect(stagesOf(piped['stages'][0].$cursor.queryPlanner.winningPlan)).toEqual(['FETCH', 'IXSCAN']);
    });

    it('looks at no more in a larger collection', async () => {
      const examined = async (collection: Collection): Promise<unknown[]> =>
        Promise.all(
          CASES.slice(0, 7).map(async ([, query, { sort, limit }]) => {
            const { executionStats } = await collection
              .find(query, { sort: sort as never, limit: limit ?? 0 })
              .explain('executionStats');
            return [executionStats.totalKeysExamined, executionStats.totalDocsExamined];
          }),
        );
      const before = await examined(shop);
      await shop.insertMany(
        Array.from({ length: 20_000 }, (_, i) => ({
          _id: (10_000 + i) as never,
          sku: `t${i}`,
          kind: i % 10,
          price: i % 97,
          tags: [],
        })),
      );
      expect(await examined(shop)).toEqual(before);
    }, 120_000);
  });

  describe('administration', () => {
    it('lists, repeats and drops', async () => {
      const collection = await holding([]);
      expect(await collection.createIndex({ a: 1 }, { unique: true, expireAfterSeconds: 5 })).toBe('a_1');
      expect(await collection.createIndex({ a: 1 }, { unique: true, expireAfterSeconds: 5 })).toBe('a_1');
      expect(await collection.indexes()).toEqual([
        { v: 2, key: { _id: 1 }, name: '_id_' },
        { v: 2, key: { a: 1 }, name: 'a_1', unique: true, expireAfterSeconds: 5 },
      ]);
      await collection.dropIndex('a_1');
      expect(await collection.indexes()).toHaveLength(1);
      await collection.createIndexes([{ key: { b: 1 } }, { key: { c: 1 } }]);
      await collection.dropIndexes();
      expect(await collection.indexes()).toHaveLength(1);
    });

    const REFUSED: [says: string, key: Document, options: Document, code: number][] = [
      ['text', { a: 'text' }, {}, 67],
      ['2dsphere', { a: '2dsphere' }, {}, 67],
      ['hashed', { a: 'hashed' }, {}, 67],
      ['wildcard', { '$**': 1 }, {}, 67],
      ['a direction of 0', { a: 0 }, {}, 67],
      ['an empty name', { 'a.': 1 }, {}, 67],
      ['a collation', { a: 1 }, { collation: { locale: 'en' } }, 197],
      ['hidden', { a: 1 }, { hidden: true }, 197],
      ['sparse and partial', { a: 1 }, { sparse: true, partialFilterExpression: { a: 1 } }, 67],
      ['a partial filter with $ne', { a: 1 }, { partialFilterExpression: { a: { $ne: null } } }, 67],
      ['a compound TTL', { a: 1, b: 1 }, { expireAfterSeconds: 1 }, 67],
      ['a negative TTL', { a: 1 }, { expireAfterSeconds: -1 }, 67],
    ];

    it.each(REFUSED)('refuses %s', async (_, key, options, code) => {
      const collection = await holding([]);
      expect(await failureOf(collection.createIndex(key as never, options))).toMatchObject({ code });
    });

    it('refuses another index of the same name or key', async () => {
      const collection = await holding([], [{ key: { a: 1 }, name: 'x' }]);
      expect(await failureOf(collection.createIndex({ b: 1 }, { name: 'x' }))).toMatchObject({ code: 86 });
      expect(await failureOf(collection.createIndex({ a: 1 }, { name: 'x', unique: true }))).toMatchObject({
        code: 85,
      });
      expect(await failureOf(collection.createIndex({ a: 1 }, { name: 'y' }))).toMatchObject({ code: 85 });
    });

    it('keeps the index of _id', async () => {
      const collection = await holding([{}]);
      expect(await failureOf(collection.dropIndex('_id_'))).toMatchObject({ code: 72 });
      expect(await failureOf(collection.dropIndex('nothing'))).toMatchObject({ code: 27 });
    });

    it('takes hints, and refuses those at nothing', async () => {
      const collection = await holding([{ a: 1, b: 1 }], [{ key: { a: 1 } }, { key: { b: 1 } }]);
      const { queryPlanner } = await collection.find({ a: 1, b: 1 }).hint('b_1').explain('queryPlanner');
      expect(queryPlanner.winningPlan.inputStage.indexName).toBe('b_1');
      expect(await failureOf(collection.find({ a: 1 }).hint('nothing').toArray())).toMatchObject({ code: 2 });
    });
  });
});
