import type { Long, ObjectId } from 'bson';
import type { Catalog } from '../storage/catalog.ts';
import type { Journal } from '../storage/journal.ts';
import type { Cursors } from './cursors.ts';
import type { FailPoints } from './fail-points.ts';
import type { RetryableWrites } from './retryable-writes.ts';

/** What all connections share. */
export interface ServerState {
  catalog: Catalog;
  journal: Journal;
  cursors: Cursors;
  retryableWrites: RetryableWrites;
  failPoints: FailPoints;
  /** `host:port` as the replica set knows it. */
  address: string;
  /** Undefined for a standalone server, on which drivers neither retry writes nor use transactions. */
  replicaSet: string | undefined;
  /** Changes when the state of the replica set does; here never while the process lives. */
  topologyVersion: { processId: ObjectId; counter: Long };
  startedAt: Date;
  connectionCount(): number;
}
