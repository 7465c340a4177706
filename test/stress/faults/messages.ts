/** What a process of the application does at its boundaries; numbers count from 1. */
export type FaultMode =
  | { kind: 'none' }
  | { kind: 'record' }
  /** Ends at this boundary. */
  | { kind: 'kill'; at: number }
  /** The reply of this write is lost; with 2 also that of the driver's own second try. */
  | { kind: 'lose'; at: number; times: 1 | 2 };

/** For the preload module; each is answered with the boundaries passed so far. */
export type BoundaryOrder = { id: number } & (
  { kind: 'arm'; mode: FaultMode } | { kind: 'passed' } | { kind: 'time'; aheadMs: number }
);

export type Order = BoundaryOrder | { id: number; kind: 'sweep' };

export type Report = { kind: 'ready'; url: string } | { kind: 'done'; order: number; result: unknown };
