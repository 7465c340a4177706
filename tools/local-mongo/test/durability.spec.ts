import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crashRepeatedly } from './crash-test.ts';
import { failureOf, startTestServer } from './support.ts';

describe('data in files', () => {
  let dataDir: string;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'local-mongo-'));
  });

  afterEach(() => {
    rmSync(dataDir, { recursive: true });
  });

  it('survive being killed under load, ten times over', async () => {
    expect(await crashRepeatedly(10)).toBeGreaterThan(0);
  }, 120_000);

  it('are what they were after a restart: documents, order, indexes', async () => {
    const first = await startTestServer({ dataDir });
    const before = first.db.collection('things');
    await before.createIndex({ sku: 1 }, { unique: true, partialFilterExpression: { sku: { $gt: '' } } });
    await before.createIndex({ at: -1 }, { expireAfterSeconds: 3600 });
    await before.insertMany([{ sku: 'b', at: new Date() }, { sku: 'a' }, { sku: 'c' }]);
    await before.updateOne({ sku: 'b' }, { $set: { n: 1 } });
    await before.deleteOne({ sku: 'c' });
    await first.db.createCollection('empty');
    await first.db.collection('dropped').insertOne({});
    await first.db.collection('dropped').drop();
    const documents = await before.find().toArray();
    const indexes = await before.indexes();
    await first.close();

    const second = await startTestServer({ dataDir });
    const after = second.db.collection('things');
    expect(await after.find().toArray()).toEqual(documents);
    expect(await after.indexes()).toEqual(indexes);
    expect((await second.db.listCollections().toArray()).map(({ name }) => name).toSorted()).toEqual([
      'empty',
      'things',
    ]);
    expect(await failureOf(after.insertOne({ sku: 'a' }))).toMatchObject({ code: 11000 });
    expect(await after.find({ sku: 'a' }).explain('executionStats')).toMatchObject({
      executionStats: { totalKeysExamined: 1 },
    });
    await second.close();
  });

  it('belong to one server at a time', async () => {
    const first = await startTestServer({ dataDir });
    await expect(startTestServer({ dataDir })).rejects.toThrow(/locked/);
    await first.close();
    const second = await startTestServer({ dataDir });
    await second.close();
  });
});
