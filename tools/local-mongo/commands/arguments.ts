import { type Doc, isDoc, isNumeric, toNumber, typeName, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';

/** The arguments of a command, each checked for its type. */
export class Arguments {
  private readonly command: string;
  private readonly body: Doc;

  constructor(command: string, body: Doc) {
    this.command = command;
    this.body = body;
  }

  /** @throws {MongoError} 40415 for an argument that is not among these */
  refuseOthers(known: readonly string[]): void {
    const unknown = Object.keys(this.body).find((name) => !known.includes(name));
    if (unknown !== undefined) {
      throw new MongoError(40415, `BSON field '${this.command}.${unknown}' is an unknown field.`);
    }
  }

  /** @throws {MongoError} 40414 when one of these is not given */
  require(names: readonly string[]): void {
    const missing = names.find((name) => (this.value(name) ?? null) === null);
    if (missing === undefined) return;
    throw new MongoError(40414, `BSON field '${this.command}.${missing}' is missing but a required field`);
  }

  value(name: string): Value | undefined {
    return Object.hasOwn(this.body, name) ? this.body[name] : undefined;
  }

  number(name: string): number | undefined {
    const value = this.value(name);
    if (value === undefined || value === null) return undefined;
    if (!isNumeric(value)) throw this.wrongType(name, value, '[long, int, decimal, double]');
    return toNumber(value);
  }

  /** A number that is whole and not negative. */
  count(name: string): number | undefined {
    const number = this.number(name);
    if (number === undefined) return undefined;
    if (number < 0)
      throw new MongoError(51024, `BSON field '${name}' value must be >= 0, actual value '${number}'`);
    return Math.trunc(number);
  }

  boolean(name: string): boolean {
    const value = this.value(name);
    if (value === undefined || value === null) return false;
    if (isNumeric(value)) return toNumber(value) !== 0;
    if (typeof value !== 'boolean') throw this.wrongType(name, value, '[bool, long, int, decimal, double]');
    return value;
  }

  document(name: string): Doc | undefined {
    const value = this.value(name);
    if (value === undefined || value === null) return undefined;
    if (!isDoc(value)) throw this.wrongType(name, value, "'object'");
    return value;
  }

  documents(name: string): Doc[] | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw this.wrongType(name, value, "'array'");
    return value.map((item) => {
      if (!isDoc(item)) throw this.wrongType(`${name}.0`, item, "'object'");
      return item;
    });
  }

  string(name: string): string {
    this.require([name]);
    const value = this.value(name)!;
    if (typeof value === 'string') return value;
    throw this.wrongType(name, value, "'string'");
  }

  private wrongType(name: string, value: Value, expected: string): MongoError {
    return new MongoError(
      14,
      `BSON field '${this.command}.${name}' is the wrong type '${typeName(value)}', expected type ${expected}`,
    );
  }
}

/** `db.collection` of a command that names its collection by its own name. */
export function namespaceOf(database: string, collection: Value): string {
  if (typeof collection !== 'string') {
    throw new MongoError(73, `collection name has invalid type ${typeName(collection)}`);
  }
  if (
    collection === '' ||
    collection.includes('\0') ||
    collection.includes('$') ||
    collection.startsWith('.')
  ) {
    throw new MongoError(73, `Invalid namespace specified '${database}.${collection}'`);
  }
  if (database === '' || /[\s./\\"$\0]/.test(database) || database.length > 63) {
    throw new MongoError(73, `Invalid database name: '${database}'`);
  }
  return `${database}.${collection}`;
}

/** As `namespaceOf`; also what `listCollections` and the like call their results, which no collection holds. */
export function cursorNamespaceOf(database: string, collection: string): string {
  return collection.startsWith('$cmd.') ? `${database}.${collection}` : namespaceOf(database, collection);
}

/** Strings compare by bytes; any language's order is refused. */
export function refuseCollation(collation: Value | undefined): void {
  if (collation === undefined || collation === null) return;
  if (isDoc(collation) && (collation['locale'] === 'simple' || Object.keys(collation).length === 0)) return;
  throw new MongoError(238, 'collation is not supported by this server');
}
