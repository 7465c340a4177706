import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MongoClient } from 'mongodb';
import { backUp, restore, type BackedUpCollection } from './backup.ts';

export interface DrillReport {
  collections: number;
  documents: number;
  backupMs: number;
  restoreMs: number;
  /** Names of collections that did not come back as they were; empty after a good drill. */
  different: string[];
}

/**
 * Proves that a backup can be restored: backs up a database, restores it beside the original, backs up the copy and
 * compares the two. The copy is dropped again. Documents that are written meanwhile show as differences.
 */
export async function drill(client: MongoClient, databaseName: string): Promise<DrillReport> {
  const folder = await mkdtemp(join(tmpdir(), 'restore-drill-'));
  const copy = client.db(`${databaseName}_restore_drill`);
  try {
    const startedAt = performance.now();
    const original = await backUp(client.db(databaseName), join(folder, 'original'));
    const backedUpAt = performance.now();
    await restore(copy, join(folder, 'original'));
    const restoredAt = performance.now();
    const again = await backUp(copy, join(folder, 'copy'));
    return {
      collections: original.length,
      documents: original.reduce((sum, { documents }) => sum + documents, 0),
      backupMs: Math.round(backedUpAt - startedAt),
      restoreMs: Math.round(restoredAt - backedUpAt),
      different: original.filter((one) => !isSame(one, again)).map(({ name }) => name),
    };
  } finally {
    await copy.dropDatabase();
    await rm(folder, { recursive: true });
  }
}

function isSame(one: BackedUpCollection, others: BackedUpCollection[]): boolean {
  const other = others.find(({ name }) => name === one.name);
  const names = (collection: BackedUpCollection) =>
    collection.indexes.map((index) => index.name ?? '').toSorted((a, b) => a.localeCompare(b, 'en'));
  return other?.sha256 === one.sha256 && names(one).join() === names(other).join();
}
