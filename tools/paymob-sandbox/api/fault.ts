/** What an API fault does to a call; the names with `after` let the call take effect first. */
type FaultKind =
  | 'status'
  | 'status_after'
  | 'slow'
  | 'slow_after'
  | 'reset'
  | 'reset_after'
  | 'malformed_json_after'
  | 'empty_body_after'
  /** The refund, void or capture is answered with 200 and stays pending, or has failed. */
  | 'child_pending'
  | 'child_declined';

/** A fault on demand for calls of the API, until it was used up. */
export interface Fault {
  id: number;
  kind: FaultKind;
  /** Null matches any. */
  method: string | null;
  /** The beginning of the paths that it matches. */
  path: string;
  /** How many more times it applies; null is for ever. */
  times: number | null;
  status: number;
  headers: Record<string, string>;
  body: unknown;
  delay_ms: number;
}
