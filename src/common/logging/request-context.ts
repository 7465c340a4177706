import { AsyncLocalStorage } from 'node:async_hooks';
import { toTraceparent, type TraceContext } from './trace-context.js';

/** What belongs to the request in progress, reachable from any depth without being passed along. */
export interface RequestContext {
  readonly requestId: string;
  readonly trace: TraceContext;
  /** What has happened in the shop because of the request, for its metrics. */
  readonly events: Map<string, number>;
  /** Id of the signed-in user, once the guard knows it. */
  userId?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** The context of the running request, or undefined outside of one (boot, sweeper, CLI). */
export function currentRequest(): RequestContext | undefined {
  return storage.getStore();
}

/** Runs a function, and all that it awaits, within a context. */
export function runInRequest<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** Headers for a call of ours to another service, so that it belongs to the trace of the request in progress. */
export function traceHeaders(): Record<string, string> {
  const request = currentRequest();
  return request === undefined ? {} : { traceparent: toTraceparent(request.trace) };
}
