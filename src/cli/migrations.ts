import { resolve } from 'node:path';
import migrateMongo from 'migrate-mongo';
import type { mongo } from 'mongoose';

/** The library, told where the files are; the database comes from MONGODB_URI, never from a file. */
async function configured(): Promise<typeof migrateMongo> {
  // Its CommonJS entry, which jest gets, hands out a promise of what its ESM entry hands out at once.
  const library = await Promise.resolve(migrateMongo);
  library.config.set({
    mongodb: { url: '', databaseName: '' },
    migrationsDir: resolve('migrations'),
    changelogCollectionName: 'migrations',
    lockCollectionName: 'migrations_lock',
    lockTtl: 0,
    migrationFileExtension: '.js',
    useFileHash: false,
    moduleSystem: 'esm',
  });
  return library;
}

/** Applies every migration that this database does not have; repeating it does nothing. Returns the names of the applied ones. */
export async function migrateUp(client: mongo.MongoClient, db: mongo.Db): Promise<string[]> {
  return (await configured()).up(db, client);
}

/** Takes back the newest migration. */
export async function migrateDown(client: mongo.MongoClient, db: mongo.Db): Promise<string[]> {
  return (await configured()).down(db, client);
}

export interface MigrationStatus {
  fileName: string;
  /** `PENDING`, or the time at which it was applied. */
  appliedAt: string;
}

export async function migrationStatus(db: mongo.Db): Promise<MigrationStatus[]> {
  return (await configured()).status(db);
}
