import { resolve } from 'node:path';
import * as migrateMongo from 'migrate-mongo';
import type { mongo } from 'mongoose';

/** Tells migrate-mongo where the files are; the database comes from MONGODB_URI, never from a file. */
function configure(): void {
  migrateMongo.config.set({
    mongodb: { url: '', databaseName: '' },
    migrationsDir: resolve('migrations'),
    changelogCollectionName: 'migrations',
    lockCollectionName: 'migrations_lock',
    lockTtl: 0,
    migrationFileExtension: '.js',
    useFileHash: false,
    moduleSystem: 'esm',
  });
}

/** Applies every migration that this database does not have; repeating it does nothing. Returns the names of the applied ones. */
export async function migrateUp(client: mongo.MongoClient, db: mongo.Db): Promise<string[]> {
  configure();
  return migrateMongo.up(db as never, client as never);
}

/** Takes back the newest migration. */
export async function migrateDown(client: mongo.MongoClient, db: mongo.Db): Promise<string[]> {
  configure();
  return migrateMongo.down(db as never, client as never);
}

export interface MigrationStatus {
  fileName: string;
  /** `PENDING`, or the time at which it was applied. */
  appliedAt: string;
}

export async function migrationStatus(db: mongo.Db): Promise<MigrationStatus[]> {
  configure();
  return migrateMongo.status(db as never);
}
