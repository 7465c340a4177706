import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { jest } from '@jest/globals';
import { Decimal128, Double, Int32, Long, MongoClient, ObjectId, type Db } from 'mongodb';
import { migrateUp } from '../../../src/cli/migrations.ts';
import { backUp, restore } from './backup.ts';
import { drill } from './drill.ts';

jest.setTimeout(60_000);

let client: MongoClient;
let source: Db;
let target: Db;
let folder: string;

beforeEach(async () => {
  client = await new MongoClient(process.env['TEST_MONGODB_URI']!).connect();
  const run = new ObjectId().toHexString();
  source = client.db(`backup_${run}`);
  target = client.db(`restored_${run}`);
  folder = await mkdtemp(join(tmpdir(), 'backup-'));
  await migrateUp(client, source);
  await source.collection<{ _id: number }>('orders').insertMany(
    Array.from({ length: 1_200 }, (_, index) => ({
      _id: index,
      number: `ORD-${index}`,
      cartKey: new ObjectId(),
      totalMinor: index === 0 ? Long.fromString('9007199254740993') : new Int32(index),
      ratio: new Double(1),
      exact: Decimal128.fromString('0.1'),
      placedAt: new Date(index),
      name: 'قميص',
    })),
  );
});

afterEach(async () => {
  await source.dropDatabase();
  await target.dropDatabase();
  await client.close();
  await rm(folder, { recursive: true });
});

describe('a backup', () => {
  it('comes back with every document, type and index', async () => {
    await backUp(source, folder);
    await restore(target, folder);

    const read = (db: Db) =>
      db.collection('orders').find({}, { promoteValues: false }).sort({ _id: 1 }).toArray();
    const indexes = async (db: Db) =>
      (await db.collection('orders').listIndexes().toArray()).map(({ name }) => name as string);
    expect(await read(target)).toEqual(await read(source));
    expect(await indexes(target)).toEqual(await indexes(source));
  });

  it('is refused by a database that has something in it', async () => {
    await backUp(source, folder);
    await target.collection('orders').insertOne({});

    await expect(restore(target, folder)).rejects.toThrow('is not empty');
  });

  it('changes nothing when a byte of it has changed', async () => {
    await backUp(source, folder);
    const file = join(folder, 'orders.ndjson.gz');
    const text = gunzipSync(await readFile(file)).toString();
    await writeFile(file, gzipSync(text.replace('ORD-17"', 'ORD-71"')));

    await expect(restore(target, folder)).rejects.toThrow('orders is damaged');
    expect(await target.listCollections().toArray()).toEqual([]);
  });

  it('passes the drill, which leaves nothing behind', async () => {
    const report = await drill(client, source.databaseName);
    const { databases } = await client.db().admin().listDatabases({ nameOnly: true });

    expect(report).toMatchObject({ different: [] });
    expect(report.documents).toBeGreaterThanOrEqual(1_200);
    expect(databases.map(({ name }) => name)).not.toContain(`${source.databaseName}_restore_drill`);
  });
});
