import { serialize } from 'bson';
import * as fc from 'fast-check';
import type { Collection, Document, FindCursor, IndexDescription } from 'mongodb';
import { decode } from '../bson/codec.ts';
import { compoundKey } from '../bson/key.ts';
import { keyValues } from '../bson/key-values.ts';
import { failureOf, startTestServer, type TestServer } from './support.ts';

/** Stage names of a plan, outermost first. */
function stagesOf(plan: Document): string[] {
  const inner: Document[] = plan['inputStages'] ?? (plan['inputStage'] ? [plan['inputStage']] : []);
  return [plan['stage'], ...inner.flatMap(stagesOf)];
}

/** What a sort sees of each document, its least key: the order may differ only among those that look the same. */
function sortKeys(documents: Document[], sort: Document | null | undefined): string[] {
  const paths = Object.keys(sort ?? {}).map((path) => path.split('.'));
  const descending = Object.values(sort ?? {}).map((direction) => direction === -1);
  // One alone is compared with nothing, so it may even have no key, by arrays that stand side by side.
  if (documents.length === 1) return [''];
  return documents.map((document) => {
    const keys = keyValues(decode(serialize(document)), paths).map((tuple) => compoundKey(tuple, descending));
    const least = keys.reduce((best, key) => (key < best ? key : best));
    return Buffer.from(least, 'latin1').toString('hex');
  });
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

    it('names the key of an empty array', async () => {
      const collection = await holding([{ a: [] }], [{ key: { a: 1 }, unique: true }]);
      expect(await failureOf(collection.insertOne({ a: [] }))).toMatchObject({
        code: 11000,
        message: expect.stringContaining('dup key: { a: undefined }'),
        keyValue: { a: null },
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
        // Two indexes with the same key and options are one, which a second name conflicts with.
        fc.uniqueArray(fc.tuple(key, options), {
          minLength: 1,
          maxLength: 3,
          selector: (described) => JSON.stringify(described),
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
            // Without _id no order is left to sort by afterwards: the index itself has to give it.
            const byIndex = await indexed
              .find(filter)
              .sort(sort ?? {})
              .toArray();
            const ids = byIndex.map((found) => found['_id']);
            expect(new Set(ids)).toEqual(new Set(plain.map((found) => found['_id'])));
            expect(ids).toHaveLength(plain.length);
            expect(sortKeys(byIndex, sort)).toEqual(sortKeys(plain, sort));
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

  it('keeps the order of a sort over the fields of its own bounds', async () => {
    const number = fc.integer({ min: 0, max: 3 });
    const element = fc.record({ x: number, y: number }, { requiredKeys: ['x'] });
    const doc = fc.record(
      { a: fc.oneof(fc.array(element, { maxLength: 3 }), element), b: number, c: number },
      { requiredKeys: [] },
    );
    const condition = fc.oneof(
      number,
      fc.uniqueArray(number, { minLength: 2, maxLength: 3 }).map((items) => ({ $in: items })),
      number.map((low) => ({ $gte: low })),
    );
    const fields = (paths: string[], value: fc.Arbitrary<unknown>, least = 0): fc.Arbitrary<Document> =>
      fc
        .shuffledSubarray(paths, { minLength: least })
        .chain((chosen) =>
          fc
            .tuple(...chosen.map(() => value))
            .map((values) => Object.fromEntries(chosen.map((path, i) => [path, values[i]]))),
        );
    const direction = fc.constantFrom(1, -1);
    const search = fields(['a.x', 'a.y', 'b', 'c'], direction, 2).chain((key) => {
      const paths = Object.keys(key);
      const request = fc.tuple(fields(paths, condition, 1), fields(paths, direction, 1));
      return fc.tuple(fc.constant(key), fc.array(request, { minLength: 20, maxLength: 30 }));
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(doc, { minLength: 30, maxLength: 40 }),
        search,
        async (documents, [key, requests]) => {
          const indexed = await holding(documents, [{ key: key }]);
          for (const [query, sort] of requests) {
            const found = await indexed.find(query).sort(sort).toArray();
            const plain = await indexed.find(query).hint({ $natural: 1 }).sort(sort).toArray();
            expect(sortKeys(found, sort)).toEqual(sortKeys(plain, sort));
          }
          await indexed.drop();
        },
      ),
      { numRuns: 30 },
    );
  }, 120_000);

  describe('searches by an index answer as a full scan', () => {
    const grid = [1, 2].flatMap((a) =>
      [5, 6].flatMap((b) => [0, 1].map((c) => ({ _id: `${a}${b}${c}`, a, b, c }))),
    );
    const many = Array.from({ length: 1100 }, (_, i) => i);
    const CASES: [says: string, documents: Document[], key: Document, query: Document, sort?: Document][] = [
      [
        'for a bound behind too many points',
        [...many.map((i) => ({ a: i, b: 5 })), ...many.map((i) => ({ a: i, b: 6 }))],
        { a: 1, b: 1 },
        { a: { $in: many }, b: 5 },
      ],
      [
        'in the order of a field behind too many points',
        many.map((i) => ({ a: i, b: -i })),
        { a: 1, b: 1 },
        { a: { $in: many } },
        { b: 1 },
      ],
      [
        'in the order of too many points behind a few',
        many.flatMap((b) => [0, 1].map((a) => ({ a, b, c: 0 }))),
        { a: 1, b: 1 },
        { a: { $in: [0, 1] }, b: { $in: many } },
        { b: -1 },
      ],
      [
        'in the order of the second of two lists',
        grid,
        { a: 1, b: 1 },
        { a: { $in: [1, 2] }, b: { $in: [5, 6] } },
        { b: 1 },
      ],
      [
        'in an order that leaves out the second of two lists',
        grid,
        { c: 1, b: 1, a: 1 },
        { c: { $in: [0, 1] }, b: { $in: [5, 6] } },
        { c: 1, a: 1 },
      ],
      [
        'in the order of a field of an array with another one bounded',
        [
          {
            a: [
              { x: 1, y: 5 },
              { x: 2, y: 0 },
            ],
          },
          { a: [{ x: 1, y: 3 }] },
        ],
        { 'a.x': 1, 'a.y': 1 },
        { 'a.x': 1 },
        { 'a.y': 1 },
      ],
    ];

    it.each(CASES)('%s', async (_, documents, key, query, sort = {}) => {
      const collection = await holding(documents, [{ key: key }]);
      const plain = await collection.find(query).hint({ $natural: 1 }).sort(sort).toArray();
      const indexed = await collection.find(query).sort(sort).toArray();
      expect(indexed).toHaveLength(plain.length);
      expect(new Set(indexed.map(({ _id }) => String(_id)))).toEqual(
        new Set(plain.map(({ _id }) => String(_id))),
      );
      expect(sortKeys(indexed, sort)).toEqual(sortKeys(plain, sort));
      expect(await collection.countDocuments(query)).toBe(plain.length);
      const { queryPlanner } = await collection.find(query).explain('queryPlanner');
      expect(stagesOf(queryPlanner.winningPlan)).toContain('IXSCAN');
    });

    it('intersects long lists in one walk', async () => {
      const list = Array.from({ length: 20_000 }, (_, i) => i);
      const collection = await holding([{ a: 7 }], [{ key: { a: 1 } }]);
      const startedAt = performance.now();
      expect(
        await collection.find({ $and: [{ a: { $in: list } }, { a: { $in: list } }] }).toArray(),
      ).toHaveLength(1);
      // Every pair of the two lists would take the better part of a minute.
      expect(performance.now() - startedAt).toBeLessThan(5000);
    }, 120_000);
  });

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
      ['a partial filter with a regex', { a: 1 }, { partialFilterExpression: { a: /^x/ } }, 67],
      [
        'a regex deep in a partial filter',
        { a: 1 },
        { partialFilterExpression: { $and: [{ b: 1 }, { a: /^x/ }] } },
        67,
      ],
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

    const CONTRADICTIONS: [says: string, indexes: IndexDescription[], code: number][] = [
      [
        'two keys under one name',
        [
          { key: { a: 1 }, name: 'x' },
          { key: { b: 1 }, name: 'x' },
        ],
        86,
      ],
      [
        'two names for one key',
        [
          { key: { a: 1 }, name: 'x' },
          { key: { a: 1 }, name: 'y' },
        ],
        85,
      ],
      ['two lifetimes under one name', [{ key: { a: 1 } }, { key: { a: 1 }, expireAfterSeconds: 1 }], 85],
      ['one index twice', [{ key: { a: 1 } }, { key: { a: 1 } }], 68],
      [
        'duplicates in the last one',
        [{ key: { a: 1 } }, { key: { b: 1 } }, { key: { c: 1 }, unique: true }],
        11000,
      ],
    ];

    it.each(CONTRADICTIONS)('builds none of the indexes of a command with %s', async (_, indexes, code) => {
      const collection = await holding([{ c: 1 }, { c: 1 }]);
      expect(await failureOf(collection.createIndexes(indexes))).toMatchObject({ code });
      expect(await collection.indexes()).toHaveLength(1);
      await collection.insertOne({ a: [1], b: [1] });
    });

    it('creates no collection for indexes that contradict each other', async () => {
      const collection = await holding([]);
      await failureOf(collection.createIndexes([{ key: { a: 1 } }, { key: { a: 1 } }]));
      expect(await test.db.listCollections({ name: collection.collectionName }).toArray()).toEqual([]);
    });

    it('tells indexes with one key apart by unique, sparse and the filter, not by other options', async () => {
      const collection = await holding([], [{ key: { a: 1 } }]);
      await collection.createIndex({ a: 1 }, { name: 'unique', unique: true });
      await collection.createIndex({ a: 1 }, { name: 'sparse', sparse: true });
      await collection.createIndex({ a: 1 }, { name: 'both', unique: true, sparse: true });
      await collection.createIndex({ a: 1 }, { name: 'partial', partialFilterExpression: { a: 1 } });
      const failure = await failureOf(
        collection.createIndex({ a: 1 }, { name: 'ttl', expireAfterSeconds: 1 }),
      );
      expect(failure).toMatchObject({ code: 85 });
      expect(await collection.indexes()).toHaveLength(6);
    });

    it('keeps the index of _id', async () => {
      const collection = await holding([{}]);
      expect(await failureOf(collection.dropIndex('_id_'))).toMatchObject({ code: 72 });
      expect(await failureOf(collection.dropIndex('nothing'))).toMatchObject({ code: 27 });
    });

    it('takes hints', async () => {
      const collection = await holding([{ a: 1, b: 1 }], [{ key: { a: 1 } }, { key: { b: 1 } }]);
      const { queryPlanner } = await collection.find({ a: 1, b: 1 }).hint('b_1').explain('queryPlanner');
      expect(queryPlanner.winningPlan.inputStage.indexName).toBe('b_1');
      const unrelated = await collection.find({ a: 1 }).hint('b_1').explain('queryPlanner');
      expect(unrelated['queryPlanner'].winningPlan).toMatchObject({
        filter: { a: 1 },
        inputStage: { indexName: 'b_1', indexBounds: { b: ['[MinKey, MaxKey]'] } },
      });
    });

    type Search = (collection: Collection, query: Document, hint: Document | string) => Promise<unknown>;
    const HINTED: [command: string, search: Search][] = [
      ['find', async (at, query, hint) => (await at.find(query).hint(hint).toArray()).length],
      [
        'a sort',
        async (at, query, hint) => (await at.find(query).sort({ score: -1 }).hint(hint).toArray()).length,
      ],
      ['count', (at, query, hint) => at.count(query, { hint })],
      ['countDocuments', (at, query, hint) => at.countDocuments(query, { hint })],
      [
        'aggregate',
        async (at, query, hint) => (await at.aggregate([{ $match: query }], { hint }).toArray()).length,
      ],
      ['distinct', async (at, query, hint) => (await at.distinct('_id', query, { hint })).length],
    ];

    it.each(HINTED)(
      'lets %s walk whatever index it is told to, and refuses one that is not there',
      async (_, search) => {
        const documents = [{ score: 2, kind: 1 }, { score: 1, kind: 2 }, { kind: 1 }, {}];
        const collection = await holding(documents, [
          { key: { score: 1 }, sparse: true },
          { key: { kind: 1 }, partialFilterExpression: { kind: { $gt: 1 } } },
        ]);
        expect(await search(collection, {}, { score: 1 })).toBe(2);
        expect(await search(collection, { kind: 1 }, 'score_1')).toBe(1);
        expect(await search(collection, { score: null }, 'score_1')).toBe(0);
        expect(await search(collection, {}, 'kind_1')).toBe(1);
        expect(await search(collection, {}, { $natural: 1 })).toBe(4);
        expect(await failureOf(search(collection, {}, 'nothing'))).toMatchObject({ code: 2 });
      },
    );

    it('explains the hint of a count and of a pipeline', async () => {
      const collection = await holding([{ score: 1 }, {}], [{ key: { score: 1 }, sparse: true }]);
      const counted = await test.db.command({
        explain: { count: collection.collectionName, hint: 'score_1' },
        verbosity: 'executionStats',
      });
      expect(stagesOf(counted['queryPlanner'].winningPlan)).toEqual(['COUNT', 'COUNT_SCAN']);
      expect(counted['executionStats']).toMatchObject({ totalKeysExamined: 1, totalDocsExamined: 0 });
      const piped = await collection.aggregate([], { hint: 'score_1' }).explain('queryPlanner');
      expect(stagesOf(piped['queryPlanner'].winningPlan)).toEqual(['FETCH', 'IXSCAN']);
    });
  });
});
