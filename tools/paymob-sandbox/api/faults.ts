import type { Store } from '../store/store.ts';
import type { Fault } from './fault.ts';

/** The first fault that matches the call, counted as used; null when there is none. */
export function takeFault(store: Store, method: string, path: string): Fault | null {
  const fault = store.faults
    .all()
    .find((candidate) => (candidate.method ?? method) === method && path.startsWith(candidate.path));
  if (fault === undefined) return null;
  if (fault.times !== null) {
    if (fault.times > 1) store.faults.save({ ...fault, times: fault.times - 1 });
    else store.faults.delete(fault.id);
  }
  return fault;
}
