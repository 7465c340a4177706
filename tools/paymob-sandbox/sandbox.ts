import { DEFAULT_BEHAVIOUR, type Behaviour } from './behaviour.ts';
import { DeliveryQueue } from './callbacks/delivery-queue.ts';
import { SandboxClock } from './clock.ts';
import { Ids } from './ids.ts';
import { Lookup } from './lookup.ts';
import { lapsesOf } from './payments/lapses.ts';
import { Scheduler } from './scheduler.ts';
import { Store } from './store/store.ts';

/** The parts of one running sandbox, which every route works on. */
export interface Sandbox {
  readonly baseUrl: string;
  readonly hmacSecret: string;
  readonly store: Store;
  readonly clock: SandboxClock;
  readonly ids: Ids;
  readonly lookup: Lookup;
  readonly deliveries: DeliveryQueue;
  readonly scheduler: Scheduler;
  behaviour(): Behaviour;
  /** Forgets everything and goes back to real time; the server goes on. */
  reset(): Promise<void>;
}

interface SandboxParts {
  baseUrl: string;
  dataFile: string | undefined;
  hmacSecret: string;
  seed: string;
  now: () => number;
}

export function createSandbox({ baseUrl, dataFile, hmacSecret, seed, now }: SandboxParts): Sandbox {
  const store = new Store(dataFile);
  const clock = new SandboxClock(now, store.readEntry('clock', 0));
  const behaviour = (): Behaviour => ({ ...DEFAULT_BEHAVIOUR, ...store.readEntry('behaviour', {}) });
  const deliveries = new DeliveryQueue(store, clock, behaviour);
  const sandbox: Sandbox = {
    baseUrl,
    hmacSecret,
    store,
    clock,
    behaviour,
    deliveries,
    ids: new Ids(store, seed),
    lookup: new Lookup(store, behaviour, baseUrl),
    scheduler: new Scheduler(clock),
    reset: async () => {
      await deliveries.pause();
      store.reset();
      clock.reset();
      deliveries.resume();
    },
  };
  // Lapses come first, since they queue callbacks.
  sandbox.scheduler.add(lapsesOf(sandbox));
  sandbox.scheduler.add(deliveries);
  return sandbox;
}
