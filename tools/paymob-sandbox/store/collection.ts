import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Documents of one kind in one SQLite table, each stored as JSON under its `id`. */
export class Collection<T extends { id: string | number }> {
  private readonly database: DatabaseSync;
  private readonly table: string;
  private readonly statements = new Map<string, StatementSync>();

  /** @param indexed the fields by which documents are looked up, each of which gets an index */
  constructor(database: DatabaseSync, table: string, indexed: readonly (keyof T & string)[] = []) {
    this.database = database;
    this.table = table;
    database.exec(`CREATE TABLE IF NOT EXISTS ${table} (id PRIMARY KEY NOT NULL, body TEXT NOT NULL)`);
    for (const field of indexed) {
      database.exec(`CREATE INDEX IF NOT EXISTS ${table}_${field} ON ${table} (${value(field)})`);
    }
  }

  get(id: T['id']): T | undefined {
    return this.read('WHERE id = ?', id)[0];
  }

  /** Stores the document, new or changed. */
  save(document: T): T {
    this.prepare(
      `INSERT INTO ${this.table} (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
    ).run(document.id, JSON.stringify(document));
    return document;
  }

  delete(id: T['id']): boolean {
    return this.prepare(`DELETE FROM ${this.table} WHERE id = ?`).run(id).changes > 0;
  }

  /** Deletes all documents; returns how many there were. */
  clear(): number {
    return Number(this.prepare(`DELETE FROM ${this.table}`).run().changes);
  }

  /** The documents whose field has the value, oldest first. */
  findBy(field: keyof T & string, wanted: string | number): T[] {
    return this.read(`WHERE ${value(field)} = ? ORDER BY rowid`, wanted);
  }

  /** The newest document whose field has the value. */
  latestBy(field: keyof T & string, wanted: string | number): T | undefined {
    return this.read(`WHERE ${value(field)} = ? ORDER BY rowid DESC LIMIT 1`, wanted)[0];
  }

  /** The documents whose numeric field is set and at most the limit, smallest first. */
  findUpTo(field: keyof T & string, limit: number): T[] {
    return this.read(`WHERE ${value(field)} <= ? ORDER BY ${value(field)}, rowid`, limit);
  }

  /** The smallest value of a numeric field; null when no document has one. */
  minimum(field: keyof T & string): number | null {
    const row = this.prepare(`SELECT min(${value(field)}) AS least FROM ${this.table}`).get();
    return (row?.['least'] as number | null | undefined) ?? null;
  }

  /** A page of all documents, newest first. */
  page(limit: number, offset: number): T[] {
    return this.read('ORDER BY rowid DESC LIMIT ? OFFSET ?', limit, offset);
  }

  /** All documents, oldest first. */
  all(): T[] {
    return this.read('ORDER BY rowid');
  }

  private read(clause: string, ...parameters: (string | number)[]): T[] {
    const rows = this.prepare(`SELECT body FROM ${this.table} ${clause}`).all(...parameters);
    return rows.map((row) => JSON.parse(String(row['body'])) as T);
  }

  private prepare(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }
}

function value(field: string): string {
  return `json_extract(body, '$.${field}')`;
}
