import { randomBytes } from 'node:crypto';
import { Long } from 'bson';
import { MongoError } from '../errors.ts';

/** What is left of a query's result. The documents are those that existed when the query ran. */
interface OpenCursor {
  namespace: string;
  documents: Uint8Array[];
  next: number;
  usedAt: number;
  expires: boolean;
}

/** MongoDB closes cursors that nobody used for ten minutes. */
const IDLE_MS = 10 * 60_000;
const FIRST_BATCH = 101;
const MAX_BATCH_BYTES = 16 * 1024 * 1024;

export interface Batch {
  id: Long;
  documents: Uint8Array[];
}

export interface CursorOptions {
  batchSize?: number | undefined;
  singleBatch?: boolean;
  noCursorTimeout?: boolean;
}

/** The cursors of all clients. */
export class Cursors {
  private readonly open = new Map<string, OpenCursor>();

  get size(): number {
    return this.open.size;
  }

  /** The first batch of a result; the rest waits under the id. */
  start(namespace: string, documents: Uint8Array[], options: CursorOptions): Batch {
    const cursor: OpenCursor = {
      namespace,
      documents,
      next: 0,
      usedAt: Date.now(),
      expires: options.noCursorTimeout !== true,
    };
    const batch = take(cursor, options.batchSize ?? FIRST_BATCH);
    if (cursor.next >= documents.length || options.singleBatch === true)
      return { id: Long.ZERO, documents: batch };
    const id = Long.fromBigInt(randomBytes(8).readBigInt64LE() & 0x7fff_ffff_ffff_ffffn);
    this.open.set(id.toString(), cursor);
    return { id, documents: batch };
  }

  /** @throws {MongoError} CursorNotFound, Unauthorized for a cursor of another collection */
  more(id: Long, namespace: string, batchSize: number | undefined): Batch {
    const cursor = this.open.get(id.toString());
    if (cursor === undefined) throw new MongoError(43, `cursor id ${id.toString()} not found`);
    if (cursor.namespace !== namespace) {
      throw new MongoError(13, `cursor belongs to a different namespace ${cursor.namespace}`);
    }
    cursor.usedAt = Date.now();
    const documents = take(cursor, batchSize || Infinity);
    if (cursor.next < cursor.documents.length) return { id, documents };
    this.open.delete(id.toString());
    return { id: Long.ZERO, documents };
  }

  kill(id: Long): boolean {
    return this.open.delete(id.toString());
  }

  closeIdle(now = Date.now()): void {
    for (const [id, cursor] of this.open) {
      if (cursor.expires && now - cursor.usedAt > IDLE_MS) this.open.delete(id);
    }
  }
}

function take(cursor: OpenCursor, count: number): Uint8Array[] {
  const start = cursor.next;
  let bytes = 0;
  while (cursor.next < cursor.documents.length && cursor.next - start < count) {
    bytes += cursor.documents[cursor.next]!.length;
    if (bytes > MAX_BATCH_BYTES && cursor.next > start) break;
    cursor.next++;
  }
  return cursor.documents.slice(start, cursor.next);
}
