import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Delivery } from '../callbacks/delivery.ts';
import type { Scenario } from '../callbacks/scenario.ts';
import type { Fault } from '../api/fault.ts';
import type {
  AuthToken,
  CardToken,
  Integration,
  Intention,
  Order,
  PaymentKey,
  Transaction,
} from '../model/records.ts';
import { INTEGRATIONS } from '../seed.ts';
import { Collection } from './collection.ts';

/**
 * Everything that the sandbox remembers, in one SQLite database, in memory or in a file.
 * All access is synchronous: whatever runs between two awaits is alone, so no check can go stale before its write.
 */
export class Store {
  private readonly database: DatabaseSync;
  private readonly readStatement: StatementSync;
  private readonly writeStatement: StatementSync;
  readonly integrations: Collection<Integration>;
  readonly orders: Collection<Order>;
  readonly intentions: Collection<Intention>;
  readonly paymentKeys: Collection<PaymentKey>;
  readonly transactions: Collection<Transaction>;
  readonly cardTokens: Collection<CardToken>;
  readonly authTokens: Collection<AuthToken>;
  readonly deliveries: Collection<Delivery>;
  readonly scenarios: Collection<Scenario>;
  readonly faults: Collection<Fault>;

  /** @param file where the data survives a restart; without it the data live in memory */
  constructor(file = ':memory:') {
    this.database = new DatabaseSync(file);
    // NORMAL keeps every commit across a killed process; only a power cut could lose the last ones.
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    this.database.exec('CREATE TABLE IF NOT EXISTS entries (name TEXT PRIMARY KEY, value TEXT NOT NULL)');
    this.readStatement = this.database.prepare('SELECT value FROM entries WHERE name = ?');
    this.writeStatement = this.database.prepare('INSERT OR REPLACE INTO entries (name, value) VALUES (?, ?)');
    this.integrations = new Collection(this.database, 'integrations');
    this.orders = new Collection<Order>(this.database, 'orders', ['merchantOrderId']);
    this.intentions = new Collection<Intention>(this.database, 'intentions', ['orderId']);
    this.paymentKeys = new Collection<PaymentKey>(this.database, 'payment_keys', ['orderId']);
    this.transactions = new Collection<Transaction>(this.database, 'transactions', [
      'orderId',
      'parentId',
      'challenge',
      'lapsesAt',
    ]);
    this.cardTokens = new Collection<CardToken>(this.database, 'card_tokens', ['orderId', 'token']);
    this.authTokens = new Collection(this.database, 'auth_tokens');
    this.deliveries = new Collection<Delivery>(this.database, 'deliveries', ['orderId', 'dueAt', 'status']);
    this.scenarios = new Collection(this.database, 'scenarios');
    this.faults = new Collection(this.database, 'faults');
    this.seed();
  }

  /** Deletes everything but what is seeded. */
  reset(): void {
    const collections = Object.values(this).filter((member) => member instanceof Collection);
    this.atomically(() => {
      for (const collection of collections) collection.clear();
      this.database.exec('DELETE FROM entries');
      this.seed();
    });
  }

  /** Runs synchronous work as a whole: when it throws, nothing of it is kept. */
  atomically<T>(work: () => T): T {
    if (this.database.isTransaction) return work();
    this.database.exec('BEGIN');
    try {
      const result = work();
      this.database.exec('COMMIT');
      return result;
    } catch (error) {
      this.database.exec('ROLLBACK');
      throw error;
    }
  }

  /** The next number of a sequence that begins at `first`. */
  nextNumber(sequence: string, first = 1): number {
    const number = this.readEntry(`sequence:${sequence}`, first);
    this.writeEntry(`sequence:${sequence}`, number + 1);
    return number;
  }

  readEntry<T>(name: string, otherwise: T): T {
    const row = this.readStatement.get(name);
    return row === undefined ? otherwise : (JSON.parse(String(row['value'])) as T);
  }

  writeEntry(name: string, value: unknown): void {
    this.writeStatement.run(name, JSON.stringify(value));
  }

  private seed(): void {
    for (const integration of INTEGRATIONS) {
      if (this.integrations.get(integration.id) === undefined) this.integrations.save({ ...integration });
    }
  }

  get isOpen(): boolean {
    return this.database.isOpen;
  }

  close(): void {
    this.database.close();
  }
}
