import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { EJSON } from 'bson';
import type { Db, Document, IndexDescriptionInfo } from 'mongodb';

/** What a backup holds of one collection. */
export interface BackedUpCollection {
  name: string;
  documents: number;
  /** SHA-256 over the lines of the file, in the order of `_id`. */
  sha256: string;
  indexes: IndexDescriptionInfo[];
}

const BATCH = 1_000;
const MANIFEST = 'manifest.json';

/**
 * Writes every collection into a folder, one gzipped file each with a line of canonical Extended JSON per document.
 * It reads a live database without stopping it: documents written meanwhile may be in it or not, as with mongodump
 * without an oplog. Needs nothing of the server but find and listIndexes, so it works with every MongoDB-compatible one.
 */
export async function backUp(db: Db, folder: string): Promise<BackedUpCollection[]> {
  await mkdir(folder, { recursive: true });
  const collections = await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
  const names = collections.map(({ name }) => name).filter((name) => !name.startsWith('system.'));
  const written: BackedUpCollection[] = [];
  for (const name of names.toSorted((one, other) => one.localeCompare(other, 'en'))) {
    written.push(await backUpCollection(db, name, folder));
  }
  await writeFile(join(folder, MANIFEST), JSON.stringify(written, null, 2));
  return written;
}

async function backUpCollection(db: Db, name: string, folder: string): Promise<BackedUpCollection> {
  const hash = createHash('sha256');
  let documents = 0;
  const lines = async function* () {
    for await (const document of db.collection(name).find().sort({ _id: 1 }).batchSize(BATCH)) {
      const line = `${EJSON.stringify(document, { relaxed: false })}\n`;
      hash.update(line);
      documents++;
      yield line;
    }
  };
  await pipeline(Readable.from(lines()), createGzip(), createWriteStream(fileOf(folder, name)));
  const indexes = await db.collection(name).listIndexes().toArray();
  return { name, documents, sha256: hash.digest('hex'), indexes: indexes as IndexDescriptionInfo[] };
}

/**
 * Puts a backup into an empty database, indexes first so that unique ones hold from the start.
 * @throws before anything is written when the database has collections already, or when a file is not what its manifest says
 */
export async function restore(db: Db, folder: string): Promise<BackedUpCollection[]> {
  const present = await db.listCollections({}, { nameOnly: true }).toArray();
  if (present.length > 0) throw new Error(`The database ${db.databaseName} is not empty`);
  const manifest = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as BackedUpCollection[];
  for (const { name, sha256 } of manifest) {
    const hash = createHash('sha256');
    for await (const line of linesOf(folder, name)) hash.update(`${line}\n`);
    if (hash.digest('hex') !== sha256) throw new Error(`The backup of ${name} is damaged`);
  }
  for (const collection of manifest) await restoreCollection(db, folder, collection);
  return manifest;
}

async function restoreCollection(db: Db, folder: string, { name, indexes }: BackedUpCollection) {
  const collection = await db.createCollection(name);
  const wanted = indexes.filter((index) => index.name !== '_id_');
  if (wanted.length > 0) await collection.createIndexes(wanted);
  let batch: Document[] = [];
  for await (const line of linesOf(folder, name)) {
    batch.push(EJSON.parse(line, { relaxed: false }) as Document);
    if (batch.length === BATCH) {
      await collection.insertMany(batch);
      batch = [];
    }
  }
  if (batch.length > 0) await collection.insertMany(batch);
}

function linesOf(folder: string, name: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(fileOf(folder, name)).pipe(createGunzip()) });
}

function fileOf(folder: string, name: string): string {
  return join(folder, `${name}.ndjson.gz`);
}
