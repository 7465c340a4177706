import { MongoError } from '../errors.ts';
import { Collection } from './collection.ts';
import { type Journal, NO_JOURNAL } from './journal.ts';

/** The databases and their collections. */
export class Catalog {
  private readonly collections = new Map<string, Collection>();
  private readonly journal: Journal;
  private nextId = 1;

  constructor(journal: Journal = NO_JOURNAL) {
    this.journal = journal;
  }

  find(namespace: string): Collection | undefined {
    return this.collections.get(namespace);
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
    const collection = new Collection(namespace, this.nextId++, this.journal);
    this.collections.set(namespace, collection);
    return collection;
  }

  drop(namespace: string): boolean {
    return this.collections.delete(namespace);
  }

  collectionsOf(database: string): Collection[] {
    return [...this.collections.values()].filter(({ namespace }) => namespace.startsWith(`${database}.`));
  }

  databases(): string[] {
    return [
      ...new Set([...this.collections.keys()].map((namespace) => namespace.slice(0, namespace.indexOf('.')))),
    ];
  }
}
