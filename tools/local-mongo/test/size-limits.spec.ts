import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RawClient } from './raw-client.ts';
import { failureOf, startTestServer, type TestServer } from './support.ts';

const MB = 1024 * 1024;
const dataDir = mkdtempSync(join(tmpdir(), 'local-mongo-'));

afterAll(() => rmSync(dataDir, { recursive: true }));

describe.each([
  ['in memory', {}],
  ['in files', { dataDir }],
])('what is larger than a reply, %s', (_, options) => {
  let test: TestServer;

  beforeAll(async () => {
    test = await startTestServer(options);
    for (const letter of ['a', 'b', 'c']) {
      await test.db.collection('large').insertOne({ a: letter.repeat(7 * MB) });
    }
  });

  afterEach(async () => {
    // Whatever happened, the others are served.
    await test.db.command({ ping: 1 });
  });

  afterAll(() => test.close());

  it('is refused by distinct', async () => {
    expect(await failureOf(test.db.collection('large').distinct('a'))).toMatchObject({ code: 17217 });
  });

  it('is refused by explain', async () => {
    const explained = test.db
      .collection('large')
      .find({ a: 'x'.repeat(10 * MB) })
      .explain();
    expect(await failureOf(explained)).toMatchObject({ code: 10334, codeName: 'BSONObjectTooLarge' });
  });

  it('is refused by aggregate, whose result would be cut off', async () => {
    const group = [{ $group: { _id: null, all: { $push: '$a' } } }];
    expect(await failureOf(test.db.collection('large').aggregate(group).toArray())).toMatchObject({
      code: 10334,
    });
    const lists = [{ $group: { _id: null, all: { $push: { a: '$a', numbers: [1, 2, 3] } } } }];
    expect(await failureOf(test.db.collection('large').aggregate(lists).toArray())).toMatchObject({
      code: 10334,
    });
  });

  it('is refused as the text of an error', async () => {
    const raw = await RawClient.connect(test.server.port);
    expect(await raw.command({ ['x'.repeat(16 * MB + 17_000)]: 1, $db: 'test' })).toMatchObject({ ok: 0 });
    raw.close();
  });

  it('is shown as far as a document may be large', async () => {
    const _id = 1 as never;
    await test.db.collection('full').insertOne({ _id, a: 'x'.repeat(16 * MB - 100), n: 1 });
    const found = await test.db.collection('full').findOneAndUpdate({ _id }, { $set: { n: 2 } });
    expect(found!['a']).toHaveLength(16 * MB - 100);
  });
});
