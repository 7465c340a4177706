import type { SandboxClock } from '../clock.ts';
import type { Behaviour } from '../behaviour.ts';
import type { TimedWork } from '../scheduler.ts';
import type { Store } from '../store/store.ts';
import type { Delivery } from './delivery.ts';
import { recordResponse } from './record-response.ts';
import { sendCallback } from './send-callback.ts';

/** Sends queued callbacks when they are due and repeats those that failed; all of it survives a restart. */
export class DeliveryQueue implements TimedWork {
  private readonly store: Store;
  private readonly clock: SandboxClock;
  private readonly behaviour: () => Behaviour;
  private pausing = new AbortController();
  private readonly underWay = new Set<Promise<void>>();

  constructor(store: Store, clock: SandboxClock, behaviour: () => Behaviour) {
    this.store = store;
    this.clock = clock;
    this.behaviour = behaviour;
    // A delivery that a crash cut short may or may not have arrived; sending it again is what makes it at-least-once.
    for (const cut of store.deliveries.findBy('status', 'sending')) {
      store.deliveries.save({ ...cut, status: 'queued', dueAt: clock.now() });
    }
  }

  /** When the next delivery is due; null when none is planned. */
  nextDueAt(): number | null {
    if (this.pausing.signal.aborted) return null;
    return this.completeGroups().length > 0 ? this.clock.now() : this.store.deliveries.minimum('dueAt');
  }

  /** Starts every delivery that is due, all at once; returns when each has had its attempt. */
  async runDue(): Promise<void> {
    if (this.pausing.signal.aborted) return;
    for (const delivery of this.store.deliveries.findUpTo('dueAt', this.clock.now()))
      void this.start(delivery);
    for (const group of this.completeGroups()) this.startReversed(group);
    await Promise.all(this.underWay);
  }

  /** Sends the delivery at once, whatever its state: also one that is held, or was delivered before. */
  sendNow(delivery: Delivery): Promise<void> {
    return this.start(delivery);
  }

  /** Cuts short what is under way, which stays queued, and starts nothing more until `resume`. */
  async pause(): Promise<void> {
    this.pausing.abort();
    await Promise.all(this.underWay);
  }

  resume(): void {
    this.pausing = new AbortController();
  }

  /** Takes the delivery out of the plan before its first await, so it cannot be started twice. */
  private start(delivery: Delivery): Promise<void> {
    this.store.deliveries.save({ ...delivery, status: 'sending', dueAt: null });
    const attempt = this.attempt(delivery).finally(() => this.underWay.delete(attempt));
    this.underWay.add(attempt);
    return attempt;
  }

  private async sendInOrder(deliveries: readonly Delivery[]): Promise<void> {
    for (const delivery of deliveries) await this.start(delivery);
  }

  private startReversed(group: readonly Delivery[]): void {
    for (const delivery of group) this.store.deliveries.save({ ...delivery, status: 'sending' });
    const chain = this.sendInOrder(group.toReversed()).finally(() => this.underWay.delete(chain));
    this.underWay.add(chain);
  }

  /** The orders of which as many callbacks wait as their scenario wants to reorder. */
  private completeGroups(): Delivery[][] {
    const held = this.store.deliveries.findBy('status', 'held').filter(({ reorder }) => reorder !== null);
    const groups = [...Map.groupBy(held, ({ orderId }) => orderId).values()];
    return groups.filter((group) => group.length >= (group[0]?.reorder ?? 0));
  }

  private async attempt(started: Delivery): Promise<void> {
    const { callback_timeout_seconds: timeout, callback_retry_seconds: pauses } = this.behaviour();
    const result = await sendCallback(started, timeout * 1000, this.pausing.signal);
    // Read anew, since a replay may have recorded an attempt of its own meanwhile.
    const delivery = this.store.deliveries.get(started.id) ?? started;
    const at = this.clock.now();
    if (result === 'interrupted') {
      this.store.deliveries.save({ ...delivery, status: 'queued', dueAt: at });
      return;
    }
    const { status, error, tookMs, response } = result;
    const isDelivered = status !== null && status >= 200 && status < 300;
    const pause = isWorthRepeating(status) ? pauses[delivery.attempts.length] : undefined;
    this.store.deliveries.save({
      ...delivery,
      attempts: [...delivery.attempts, { at, status, error, tookMs }],
      status: isDelivered ? 'delivered' : pause === undefined ? 'failed' : 'queued',
      dueAt: pause === undefined ? null : at + pause * 1000,
    });
    if (response !== null) recordResponse(this.store, delivery, response, at);
  }
}

function isWorthRepeating(status: number | null): boolean {
  return status === null || status === 408 || status === 429 || status >= 500;
}
