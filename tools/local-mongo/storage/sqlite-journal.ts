import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { decode, encode } from '../bson/codec.ts';
import type { Doc, Value } from '../bson/value.ts';
import { type IndexSpec, parseIndexSpec } from './index-spec.ts';
import type { Journal, JournaledCollection } from './journal.ts';

const SETUP = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA wal_autocheckpoint = 4000;
  CREATE TABLE IF NOT EXISTS collections (id INTEGER PRIMARY KEY, namespace TEXT, indexes BLOB);
  CREATE TABLE IF NOT EXISTS sessions (session TEXT PRIMARY KEY, results BLOB) WITHOUT ROWID;
`;

/**
 * The journal in one SQLite file. A commit is written to the operating system before the client hears of it, so it
 * survives the death of the process; after a loss of power the last commits may be missing, never parts of them.
 */
export class SqliteJournal implements Journal {
  private readonly database: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();
  /** The transaction that gathers changes, until it is committed. */
  private committing: Promise<void> | undefined;

  /** @throws when another process has the directory in use */
  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.database = new DatabaseSync(join(directory, 'local-mongo.sqlite'));
    try {
      this.database.exec(SETUP);
    } catch (error) {
      this.database.close();
      throw error;
    }
  }

  collections(): JournaledCollection[] {
    const rows = this.prepare('SELECT id, namespace, indexes FROM collections').all();
    return rows.map((row) => ({
      id: row['id'] as number,
      namespace: row['namespace'] as string,
      indexes: decodeIndexes(row['indexes'] as Uint8Array),
    }));
  }

  documents(collection: number, from: number, limit: number): { record: number; bytes: Uint8Array }[] {
    const sql = `SELECT record, bytes FROM documents_${collection} WHERE record >= ? ORDER BY record LIMIT ?`;
    return this.prepare(sql).all(from, limit) as { record: number; bytes: Uint8Array }[];
  }

  *sessions(): Iterable<{ session: string; bytes: Uint8Array }> {
    for (const row of this.prepare('SELECT session, results FROM sessions').iterate()) {
      yield { session: row['session'] as string, bytes: row['results'] as Uint8Array };
    }
  }

  putCollection({ id, namespace, indexes }: JournaledCollection): void {
    this.write('INSERT OR REPLACE INTO collections VALUES (?, ?, ?)', id, namespace, encodeIndexes(indexes));
    this.database.exec(`CREATE TABLE IF NOT EXISTS documents_${id} (record INTEGER PRIMARY KEY, bytes BLOB)`);
  }

  dropCollection(id: number): void {
    this.write('DELETE FROM collections WHERE id = ?', id);
    this.database.exec(`DROP TABLE documents_${id}`);
  }

  putDocument(collection: number, record: number, bytes: Uint8Array): void {
    this.write(`INSERT OR REPLACE INTO documents_${collection} VALUES (?, ?)`, record, bytes);
  }

  removeDocument(collection: number, record: number): void {
    this.write(`DELETE FROM documents_${collection} WHERE record = ?`, record);
  }

  putSession(session: string, encode: () => Uint8Array): void {
    this.write('INSERT OR REPLACE INTO sessions VALUES (?, ?)', session, encode());
  }

  removeSession(session: string): void {
    this.write('DELETE FROM sessions WHERE session = ?', session);
  }

  durable(): Promise<void> | undefined {
    return this.committing;
  }

  close(): void {
    this.commit();
    this.database.close();
  }

  private write(sql: string, ...values: (number | string | Uint8Array)[]): void {
    this.begin();
    this.prepare(sql).run(...values);
  }

  private begin(): void {
    if (this.committing !== undefined) return;
    this.prepare('BEGIN').run();
    this.committing = new Promise((resolve) => {
      setImmediate(() => {
        // A failure ends the process: a server that cannot keep its promises must not go on.
        this.commit();
        resolve();
      });
    });
  }

  private commit(): void {
    if (this.committing === undefined) return;
    this.committing = undefined;
    this.prepare('COMMIT').run();
  }

  private prepare(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (statement === undefined) this.statements.set(sql, (statement = this.database.prepare(sql)));
    return statement;
  }
}

function encodeIndexes(indexes: IndexSpec[]): Uint8Array {
  return encode({ indexes: indexes as unknown as Value });
}

function decodeIndexes(bytes: Uint8Array): IndexSpec[] {
  return (decode(bytes)['indexes'] as Doc[]).map(parseIndexSpec);
}
