import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Document, Long, UUID } from 'bson';
import { startLocalMongo } from '../index.ts';
import { RawClient } from './raw-client.ts';
import { startTestServer, type TestServer } from './support.ts';

describe('retryable writes', () => {
  let test: TestServer;
  let raw: RawClient;

  beforeAll(async () => {
    test = await startTestServer();
    raw = await RawClient.connect(test.server.port);
  });

  afterAll(async () => {
    raw.close();
    await test.close();
  });

  /** The fields that make a command a retryable write. */
  function attempt(number: number, id = new UUID()): Document {
    return { lsid: { id }, txnNumber: Long.fromNumber(number), $db: 'test' };
  }

  it('insert once', async () => {
    const command = { insert: 'inserts', documents: [{ _id: 1 }, { _id: 2 }], ...attempt(1) };
    const first = await raw.command(command);
    expect(first).toEqual({ n: 2, ok: 1 });
    expect(await raw.command(command)).toEqual({ ...first, retriedStmtIds: [0, 1] });
    expect(await test.db.collection('inserts').countDocuments()).toBe(2);
  });

  it('increment once', async () => {
    await test.db.collection('counters').insertOne({ _id: 'c' as never, n: 0 });
    const command = {
      update: 'counters',
      updates: [{ q: { _id: 'c' }, u: { $inc: { n: 1 } } }],
      ...attempt(1),
    };
    const first = await raw.command(command);
    expect(await raw.command(command)).toEqual({ ...first, retriedStmtIds: [0] });
    expect(await raw.command(command)).toEqual({ ...first, retriedStmtIds: [0] });
    expect(await test.db.collection('counters').findOne({})).toMatchObject({ n: 1 });
  });

  it('upsert once and tell the same _id', async () => {
    const command = {
      update: 'upserts',
      updates: [{ q: { a: 1 }, u: { $inc: { n: 1 } }, upsert: true }],
      ...attempt(1),
    };
    const first = await raw.command(command);
    expect(await raw.command(command)).toEqual({ ...first, retriedStmtIds: [0] });
    expect(await test.db.collection('upserts').find().toArray()).toHaveLength(1);
  });

  it('delete once', async () => {
    await test.db.collection('rows').insertMany([{ a: 1 }, { a: 1 }]);
    const command = { delete: 'rows', deletes: [{ q: { a: 1 }, limit: 1 }], ...attempt(1) };
    await raw.command(command);
    expect(await raw.command(command)).toEqual({ n: 1, ok: 1, retriedStmtIds: [0] });
    expect(await test.db.collection('rows').countDocuments()).toBe(1);
  });

  it('give findAndModify the same document again', async () => {
    await test.db.collection('jobs').insertMany([{ _id: 1 as never }, { _id: 2 as never }]);
    const command = {
      findAndModify: 'jobs',
      query: { taken: null },
      sort: { _id: 1 },
      update: { $set: { taken: 1 } },
      new: true,
      ...attempt(1),
    };
    const first = await raw.command(command);
    expect(first['value']).toEqual({ _id: 1, taken: 1 });
    expect(await raw.command(command)).toEqual(first);
    expect(await test.db.collection('jobs').countDocuments({ taken: 1 })).toBe(1);
  });

  it('run what did nothing again, for it may now do something', async () => {
    const command = { update: 'late', updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }], ...attempt(1) };
    expect(await raw.command(command)).toEqual({ n: 0, nModified: 0, ok: 1 });
    await test.db.collection('late').insertOne({ _id: 1 as never });
    expect(await raw.command(command)).toEqual({ n: 1, nModified: 1, ok: 1 });
  });

  it('go on where a batch stopped', async () => {
    await test.db.collection('batch').insertOne({ _id: 2 as never });
    const command = { insert: 'batch', documents: [{ _id: 1 }, { _id: 2 }, { _id: 3 }], ...attempt(1) };
    expect(await raw.command(command)).toMatchObject({ n: 1, writeErrors: [{ index: 1, code: 11000 }] });
    await test.db.collection('batch').deleteOne({ _id: 2 as never });
    expect(await raw.command(command)).toEqual({ n: 3, ok: 1, retriedStmtIds: [0] });
  });

  it('number their statements from the one given', async () => {
    const id = new UUID();
    await raw.command({ insert: 'numbered', documents: [{ _id: 1 }], stmtId: 0, ...attempt(1, id) });
    await raw.command({ insert: 'numbered', documents: [{ _id: 2 }], stmtId: 1, ...attempt(1, id) });
    const again = await raw.command({
      insert: 'numbered',
      documents: [{ _id: 1 }, { _id: 2 }],
      stmtId: 0,
      ...attempt(1, id),
    });
    expect(again).toEqual({ n: 2, ok: 1, retriedStmtIds: [0, 1] });
  });

  it('refuse an older number of the session', async () => {
    const id = new UUID();
    await raw.command({ insert: 'order', documents: [{}], ...attempt(5, id) });
    expect(await raw.command({ insert: 'order', documents: [{}], ...attempt(4, id) })).toMatchObject({
      ok: 0,
      code: 225,
    });
    expect(await raw.command({ insert: 'order', documents: [{}], ...attempt(6, id) })).toMatchObject({
      ok: 1,
    });
  });

  it('refuse a statement that was another command before', async () => {
    await test.db.collection('mixed').insertMany([{ a: 1 }, { a: 1 }]);
    const by = attempt(1);
    const commands = [
      { findAndModify: 'mixed', query: {}, update: { $set: { a: 2 } }, ...by },
      { delete: 'mixed', deletes: [{ q: {}, limit: 1 }], ...by },
      { update: 'mixed', updates: [{ q: {}, u: { $set: { a: 3 } } }], ...by },
      { insert: 'mixed', documents: [{ a: 4 }], ...by },
    ];
    const replies: Document[] = [];
    for (const command of commands) replies.push(await raw.command(command));
    const [first, ...others] = replies;
    expect(first).toMatchObject({ ok: 1, lastErrorObject: { n: 1 } });
    expect(others.map(({ writeErrors }) => writeErrors[0].code)).toEqual([40637, 40638, 40636]);
    expect(await test.db.collection('mixed').countDocuments()).toBe(2);

    const other = attempt(1);
    await raw.command({ insert: 'mixed', documents: [{ a: 5 }], ...other });
    expect(await raw.command({ findAndModify: 'mixed', query: {}, remove: true, ...other })).toMatchObject({
      ok: 0,
      code: 40606,
    });
  });

  it.each([
    ['many updates', { update: 'm', updates: [{ q: {}, u: { $set: { a: 1 } }, multi: true }] }],
    ['many deletes', { delete: 'm', deletes: [{ q: {}, limit: 0 }] }],
  ])('refuse %s', async (_, command) => {
    expect(await raw.command({ ...command, ...attempt(1) })).toMatchObject({ writeErrors: [{ code: 72 }] });
  });

  it('refuse a number without a session', async () => {
    const { lsid: _, ...rest } = attempt(1);
    expect(await raw.command({ insert: 'm', documents: [{}], ...rest })).toMatchObject({ ok: 0, code: 72 });
  });

  it('do not exist on a standalone server', async () => {
    const standalone = await startLocalMongo({ replicaSet: null });
    const client = await RawClient.connect(standalone.port);
    expect(await client.command({ insert: 'm', documents: [{}], ...attempt(1) })).toMatchObject({
      ok: 0,
      code: 20,
    });
    expect(await client.command({ hello: 1, $db: 'admin' })).not.toHaveProperty('setName');
    client.close();
    await standalone.stop();
  });

  it('are remembered over a restart', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'local-mongo-'));
    const commands = [
      { update: 'c', updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } }, upsert: true }], ...attempt(1) },
      {
        findAndModify: 'd',
        query: { _id: 1 },
        update: { $inc: { n: 1 } },
        upsert: true,
        new: true,
        ...attempt(1),
      },
    ];
    const replies: Document[][] = [];
    for (let start = 0; start < 2; start++) {
      const server = await startLocalMongo({ dataDir });
      const client = await RawClient.connect(server.port);
      const round: Document[] = [];
      for (const command of commands) round.push(await client.command(command));
      replies.push(round);
      client.close();
      await server.stop();
    }
    rmSync(dataDir, { recursive: true });
    expect(replies[1]).toEqual([{ ...replies[0]![0], retriedStmtIds: [0] }, replies[0]![1]]);
    expect(replies[0]![1]!['value']).toEqual({ _id: 1, n: 1 });
  });
});
