import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { Clock } from '../../common/clock/clock.js';
import { SweepTasks } from '../../common/sweep/sweep-tasks.js';
import type { CallbackRecord, StoredCallback } from './callback-inbox.schema.js';
import { CallbackInboxRepository } from './callback-inbox.repository.js';
import { factKey } from './domain/transaction-fact.js';
import { InvalidSignatureError } from './payment.errors.js';
import { type Callback, CallbackSource } from './payment-provider.port.js';
import { PaymentNews } from './payment-news.service.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentRecord } from './payment.schema.js';
import { PaymentWorker } from './payment-worker.service.js';
import { SavedCardsService } from './saved-cards.service.js';

/** The provider gets its answer after this long at the latest; what is not applied by then goes on behind it. */
const ANSWER_MS = 700;
const CLAIM_MS = 60_000;
/** A callback may overtake the answer that told us of its order; after so many tries the order is not ours. */
const MAX_ATTEMPTS = 5;

/** Takes callbacks: checked, stored, answered, and applied exactly once, now or by the sweeper. */
@Injectable()
export class CallbackIntake implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(CallbackIntake.name);
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly source: CallbackSource,
    private readonly inbox: CallbackInboxRepository,
    private readonly payments: PaymentRepository,
    private readonly news: PaymentNews,
    private readonly worker: PaymentWorker,
    private readonly cards: SavedCardsService,
    private readonly tasks: SweepTasks,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.tasks.register('payment-callbacks', (limit) => this.sweep(limit));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.settled();
  }

  /** Resolves when no callback is being applied behind its answer. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  /**
   * Takes a callback. When this returns its news is safe and, as a rule, applied.
   * @throws {InvalidSignatureError}
   */
  async receive(body: unknown, hmac: unknown): Promise<void> {
    const callback = this.read(body, hmac);
    if (callback === null) {
      this.logger.log('A callback of no interest was ignored', { event: 'payment.callback_ignored' });
      return;
    }
    const [key, stored] = this.toStored(callback);
    if (!(await this.inbox.store(key, stored, this.clock.now()))) return this.hearAgain(stored);
    const isApplied = this.start(key, stored);
    await Promise.race([isApplied, pause(ANSWER_MS, undefined, { ref: false })]);
  }

  /** A shop with a wrong secret or account must be able to see why nothing comes in. */
  private read(body: unknown, hmac: unknown): Callback {
    try {
      return this.source.parseCallback(body, hmac);
    } catch (error) {
      if (error instanceof InvalidSignatureError) {
        this.logger.warn('A callback was refused', {
          event: 'payment.callback_refused',
          reason: error.reason,
        });
      }
      throw error;
    }
  }

  /** What is stored already may be told again because something has changed that no signature covers. */
  private async hearAgain(callback: StoredCallback): Promise<void> {
    if (callback.kind !== 'transaction') return;
    const { news } = callback;
    const payment = await this.payments.findByProviderOrder(news.provider, news.providerOrderId);
    if (payment !== null) await this.news.record(payment, [news], 'callback');
  }

  /** Applies a callback that was just stored; a failure is left to the sweeper. */
  private start(key: string, callback: StoredCallback): Promise<void> {
    const run = this.apply({ _id: key, callback, attempts: 0 }).catch((error: unknown) => {
      this.logger.error(`A callback is left to the sweeper: ${String(error)}`, { key });
    });
    this.running.add(run);
    return run.finally(() => this.running.delete(run));
  }

  /** Applies up to `limit` callbacks that were stored but not applied. Returns their number. */
  private async sweep(limit: number): Promise<number> {
    for (let count = 0; count < limit; count++) {
      const record = await this.inbox.claimDue(this.clock.now(), this.clock.in(CLAIM_MS));
      if (record === null) return count;
      await this.apply(record).catch((error: unknown) => {
        // Its claim runs out and it is tried again; the others must not wait for it.
        this.logger.error(`A callback could not be applied: ${String(error)}`, { key: record._id });
      });
    }
    return limit;
  }

  private async apply(record: Pick<CallbackRecord, '_id' | 'callback' | 'attempts'>): Promise<void> {
    const { _id: key, callback, attempts } = record;
    const about = callback.kind === 'card' ? callback.card : callback.news;
    const payment = await this.payments.findByProviderOrder(about.provider, about.providerOrderId);
    if (payment === null) {
      this.noteUnknown(record);
      if (attempts >= MAX_ATTEMPTS) await this.inbox.markApplied(key, this.clock.now());
      return;
    }
    if (callback.kind === 'card') await this.cards.save(payment, callback.card);
    else await this.advance(await this.news.record(payment, [callback.news], 'callback'));
    await this.inbox.markApplied(key, this.clock.now());
  }

  /** Once when it comes, and once more when it is given up: money that nobody here has asked for is for people to see to. */
  private noteUnknown({
    _id: key,
    callback,
    attempts,
  }: Pick<CallbackRecord, '_id' | 'callback' | 'attempts'>) {
    if (attempts === 0)
      this.logger.warn('A callback fits no payment', { event: 'payment.unknown_order', key });
    const isMoney = callback.kind === 'transaction' && callback.news.fact.outcome === 'succeeded';
    if (attempts >= MAX_ATTEMPTS && isMoney)
      this.logger.error('Money moved for an order that is not the shop’s', {
        event: 'payment.unknown_money',
        key,
      });
  }

  /** The news is in the payment, and so is the time for the sweeper to look at it; failing to go on now loses nothing. */
  private async advance(payment: PaymentRecord): Promise<void> {
    await this.worker.advance(payment).catch((error: unknown) => {
      this.logger.warn(`A payment is left to the sweeper: ${String(error)}`, {
        paymentId: payment._id.toHexString(),
      });
    });
  }

  private toStored(callback: NonNullable<Callback>): [key: string, callback: StoredCallback] {
    if (callback.kind === 'card') {
      const { provider, providerOrderId, cardId } = callback.card;
      // By order, since a card that was not to be kept with one may be with the next.
      return [
        `${provider}:card:${providerOrderId}:${cardId}`,
        { kind: 'card', card: this.cards.seal(callback.card) },
      ];
    }
    const { provider, providerOrderId, currency, channelId, fact } = callback.news;
    return [[provider, providerOrderId, currency, channelId, factKey(fact)].join(':'), callback];
  }
}
