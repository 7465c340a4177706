import type { Document } from 'mongodb';
import { startTestServer, type TestServer } from './support.ts';

/** Takes longer on this text than anybody waits. */
const EXPLODES = /^(a+)+$/;
const TEXT = `${'a'.repeat(40)}!`;
const STORED = { _id: 1, n: 0, list: [TEXT], rows: [{ a: TEXT }], text: TEXT };

describe('time limits', () => {
  let test: TestServer;

  beforeAll(async () => {
    test = await startTestServer();
    await test.db.collection('c').insertOne({ ...STORED } as Document);
    await test.db.createCollection(TEXT);
    await test.db
      .collection('slow')
      .insertMany(Array.from({ length: 3000 }, (_, i) => ({ i, rows: Array(50).fill(i) })));
  });

  afterAll(() => test.close());

  /** The code of a command's error, or of its first statement's. */
  async function codeOf(command: Document): Promise<unknown> {
    const reply = await test.db.command(command).catch((error: Document) => error);
    return reply['code'] ?? reply['writeErrors']?.[0]?.code;
  }

  const byRows = { $set: { 'rows.$[row].b': 1 } };
  const EXPLODING: [says: string, command: Document][] = [
    ['an update by $pull', { update: 'c', updates: [{ q: {}, u: { $pull: { list: EXPLODES } } }] }],
    [
      'an update of many by $pull',
      { update: 'c', updates: [{ q: {}, u: { $inc: { n: 1 }, $pull: { list: EXPLODES } }, multi: true }] },
    ],
    [
      'an update with arrayFilters',
      { update: 'c', updates: [{ q: {}, u: byRows, arrayFilters: [{ 'row.a': EXPLODES }] }] },
    ],
    [
      'an upsert by $pull',
      {
        update: 'c',
        updates: [{ q: { list: [TEXT, 'x'] }, u: { $pull: { list: EXPLODES } }, upsert: true }],
      },
    ],
    ['findAndModify by $pull', { findAndModify: 'c', query: {}, update: { $pull: { list: EXPLODES } } }],
    ['explain of a find', { explain: { find: 'c', filter: { text: EXPLODES } } }],
    ['explain of a count', { explain: { count: 'c', query: { text: EXPLODES } } }],
    [
      'explain of an aggregate',
      { explain: { aggregate: 'c', pipeline: [{ $match: { text: EXPLODES } }], cursor: {} } },
    ],
    [
      'explain of an update',
      { explain: { update: 'c', updates: [{ q: { text: EXPLODES }, u: { $set: { n: 1 } } }] } },
    ],
    ['listCollections', { listCollections: 1, filter: { name: EXPLODES } }],
  ];

  it.each(EXPLODING)('interrupt a regular expression that explodes in %s', async (_, command) => {
    expect(await codeOf(command)).toBe(50);
    expect(await test.db.collection('c').find().toArray()).toEqual([STORED]);
  });

  it('hold for a command, however many statements it has', async () => {
    const statement = { q: { text: EXPLODES }, u: { $set: { n: 1 } } };
    const updates = Array.from({ length: 5 }, () => statement);
    const startedAt = performance.now();
    const reply = await test.db.command({ update: 'c', updates, ordered: false });
    expect(performance.now() - startedAt).toBeLessThan(4000);
    expect(reply['writeErrors']).toHaveLength(5);
  });

  const slow = { rows: { $elemMatch: { $gt: 1e9 } } };
  const SLOW: [says: string, command: Document][] = [
    ['update', { update: 'slow', updates: [{ q: slow, u: { $set: { n: 1 } }, multi: true }] }],
    ['delete', { delete: 'slow', deletes: [{ q: slow, limit: 0 }] }],
    ['explain', { explain: { find: 'slow', filter: slow } }],
  ];

  it.each(SLOW)('of its own bounds %s', async (_, command) => {
    expect(await codeOf({ ...command, maxTimeMS: 1 })).toBe(50);
  });

  it('within an explained command bound it', async () => {
    expect(await codeOf({ explain: { find: 'slow', filter: slow, maxTimeMS: 1 } })).toBe(50);
  });

  it('stop an update of many before it changes anything', async () => {
    const update = { q: {}, u: { $push: { rows: { $each: Array(200).fill(1), $sort: -1 } } }, multi: true };
    expect(await codeOf({ update: 'slow', updates: [update], maxTimeMS: 50 })).toBe(50);
    expect(await test.db.collection('slow').countDocuments({ rows: { $size: 250 } })).toBe(0);
  });

  it.each([
    [-1, 2],
    ['10', 14],
    [5e9, 2],
    [1.5, 2],
  ])('of %p are refused', async (maxTimeMS, code) => {
    expect(await codeOf({ find: 'c', maxTimeMS })).toBe(code);
    expect(await codeOf({ explain: { find: 'c', maxTimeMS } })).toBe(code);
  });

  it('of zero are none', async () => {
    expect(await test.db.command({ find: 'c', maxTimeMS: 0 })).toMatchObject({ ok: 1 });
  });
});
