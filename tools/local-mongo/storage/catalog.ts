import { MongoError } from '../errors.ts';
import { Collection } from './collection.ts';
import type { IndexSpec } from './index-spec.ts';
import type { Journal } from './journal.ts';

/** The databases and their collections. */
export class Catalog {
  private readonly collections = new Map<string, Collection>();
  private readonly journal: Journal;
  private nextId = 1;

  /** Knows every collection of the journal at once; the documents are read when they are first needed. */
  constructor(journal: Journal) {
    this.journal = journal;
    for (const { id, namespace, indexes } of journal.collections()) {
      this.collections.set(namespace, new Collection(namespace, id, journal, indexes));
      this.nextId = Math.max(this.nextId, id + 1);
    }
  }

  /** Reads some documents before anybody asks for them. Returns whether there are more. */
  loadSome(): boolean {
    return this.all().some((collection) => !collection.loadSome());
  }

  find(namespace: string): Collection | undefined {
    const collection = this.collections.get(namespace);
    collection?.load();
    return collection;
  }

  /** @throws {MongoError} NamespaceNotFound */
  get(namespace: string): Collection {
    const collection = this.find(namespace);
    if (collection === undefined) throw new MongoError(26, `ns does not exist: ${namespace}`);
    return collection;
  }

  /** Collections come into being with their first document. */
  getOrCreate(namespace: string): Collection {
    return this.find(namespace) ?? this.create(namespace);
  }

  create(namespace: string): Collection {
    const collection = new Collection(namespace, this.nextId++, this.journal, []);
    this.collections.set(namespace, collection);
    this.journal.putCollection({ id: collection.id, namespace, indexes: [] });
    return collection;
  }

  /** Builds indexes; none of them is kept when two documents collide in one. */
  createIndexes(collection: Collection, specs: IndexSpec[]): void {
    collection.createIndexes(specs);
    this.saveIndexes(collection);
  }

  dropIndexes(collection: Collection, names: string[]): void {
    collection.dropIndexes(names);
    this.saveIndexes(collection);
  }

  drop(namespace: string): void {
    const collection = this.collections.get(namespace);
    if (collection === undefined) return;
    this.collections.delete(namespace);
    this.journal.dropCollection(collection.id);
  }

  all(): Collection[] {
    return [...this.collections.values()];
  }

  collectionsOf(database: string): Collection[] {
    return this.all().filter(({ namespace }) => namespace.startsWith(`${database}.`));
  }

  databases(): string[] {
    return [...new Set(this.all().map(({ namespace }) => namespace.slice(0, namespace.indexOf('.'))))];
  }

  private saveIndexes({ id, namespace, indexes }: Collection): void {
    const specs = indexes.slice(1).map(({ spec }) => spec);
    this.journal.putCollection({ id, namespace, indexes: specs });
  }
}
