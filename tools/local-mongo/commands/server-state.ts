import { ObjectId } from 'bson';
import type { Catalog } from '../storage/catalog.ts';
import type { Cursors } from './cursors.ts';

/** What all connections share. */
export interface ServerState {
  catalog: Catalog;
  cursors: Cursors;
  /** `host:port` as the replica set knows it. */
  address: string;
  /** Undefined for a standalone server, on which drivers neither retry writes nor use transactions. */
  replicaSet: string | undefined;
  processId: ObjectId;
  startedAt: Date;
  connectionCount(): number;
}
