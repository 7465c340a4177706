import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Clock } from '../../common/clock/clock.js';
import { SweepTasks } from '../../common/sweep/sweep-tasks.js';
import { nextReturnAt, planReturn } from './domain/give-back.js';
import { isUnderWay } from './domain/operation.js';
import { stateOf } from './domain/payment-state.js';
import type { TransactionState } from './domain/transaction-state.js';
import { isOwedByProvider, nextInquiryAt } from './domain/schedule.js';
import { OperationRunner } from './operation-runner.service.js';
import { OrderReporter } from './order-reporter.service.js';
import { ProviderRefusedError } from './payment.errors.js';
import { PaymentNews } from './payment-news.service.js';
import { PaymentProviders } from './payment-providers.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentRecord } from './payment.schema.js';

/** A claimed payment is left to its sweeper for this long, and a failed one alone. */
const CLAIM_MS = 60_000;

/**
 * Takes payments as far as they can get: asks the provider where something is in doubt or overdue, tells the order what has
 * come and gone, and gives back what is not owed. All of it may be repeated and run in parallel.
 */
@Injectable()
export class PaymentWorker implements OnModuleInit {
  private readonly logger = new Logger(PaymentWorker.name);

  constructor(
    private readonly payments: PaymentRepository,
    private readonly providers: PaymentProviders,
    private readonly news: PaymentNews,
    private readonly operations: OperationRunner,
    private readonly reporter: OrderReporter,
    private readonly tasks: SweepTasks,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.tasks.register('payments', (limit) => this.sweep(limit));
  }

  /** @throws {PaymentProviderError} when the provider is needed and cannot be used; the sweeper goes on then */
  async advance(payment: PaymentRecord): Promise<PaymentRecord> {
    // What is known is told before the provider is needed, which may be down.
    const reported = await this.reporter.report(payment);
    const informed = await this.reporter.report(await this.inquireIfDue(reported));
    return this.reporter.report(await this.giveBack(informed));
  }

  /** Works off up to `limit` payments whose time has come. Returns their number. */
  private async sweep(limit: number): Promise<number> {
    for (let count = 0; count < limit; count++) {
      const payment = await this.payments.claimDue(this.clock.now(), this.clock.in(CLAIM_MS));
      if (payment === null) return count;
      await this.advance(payment).catch(async (error: unknown) => {
        const cause = error instanceof Error ? String(error.cause) : undefined;
        this.logger.error(`A payment could not be taken on: ${String(error)}`, {
          paymentId: payment._id.toHexString(),
          cause,
        });
        await this.payments.defer(payment._id, this.clock.in(CLAIM_MS));
      });
    }
    return limit;
  }

  private async inquireIfDue(payment: PaymentRecord): Promise<PaymentRecord> {
    const dueAt = nextInquiryAt(payment);
    if (payment.providerOrderId === undefined || dueAt === undefined || dueAt > this.clock.now())
      return payment;
    const provider = this.providers.get(payment.provider);
    const news = await provider.inquire(payment.providerOrderId, transactionsInDoubt(payment));
    return this.news.record(payment, news, 'inquiry');
  }

  /** Voids and refunds until nothing is owed back that the provider can be asked for now. */
  private async giveBack(payment: PaymentRecord): Promise<PaymentRecord> {
    let current = payment;
    while (this.isReturnDue(current)) {
      const before = current.version;
      const plan = (latest: PaymentRecord) =>
        planReturn(latest, (transaction) => this.canVoid(latest, transaction));
      const request = { id: randomUUID(), actor: 'system', plan };
      current = await this.operations.run(current, request).catch(async (error: unknown) => {
        if (!(error instanceof ProviderRefusedError)) throw error;
        return this.afterRefusal(payment, error);
      });
      if (current.version === before) return current;
    }
    return current;
  }

  private isReturnDue(payment: PaymentRecord): boolean {
    const at = nextReturnAt(payment);
    return at !== undefined && at <= this.clock.now() && isOwedByProvider(payment);
  }

  private canVoid({ provider, method, events }: PaymentRecord, transaction: TransactionState): boolean {
    const taken = events.find(
      ({ transactionId, outcome }) => transactionId === transaction.id && outcome === 'succeeded',
    );
    return taken !== undefined && this.providers.get(provider).canVoid(transaction, method, taken.receivedAt);
  }

  private async afterRefusal({ _id }: PaymentRecord, error: ProviderRefusedError): Promise<PaymentRecord> {
    const payment = (await this.payments.findById(_id.toHexString()))!;
    const needsPerson = nextReturnAt(payment) === undefined;
    this.logger[needsPerson ? 'error' : 'warn']('The provider refused to give money back', {
      event: needsPerson ? 'payment.return_needs_person' : 'payment.return_refused',
      paymentId: _id.toHexString(),
      providerMessage: error.answer,
    });
    return payment;
  }
}

/** The transactions that only the provider can tell more about, besides the latest one of the order. */
function transactionsInDoubt(payment: PaymentRecord): string[] {
  const { isUnclear } = stateOf(payment);
  const asked = payment.events.filter(({ kind, outcome, parentId }) =>
    kind === 'payment' ? outcome !== 'declined' : isUnclear && parentId === undefined,
  );
  const open = payment.operations.filter(isUnderWay).map(({ transactionId }) => transactionId);
  return [...new Set([...asked.map(({ transactionId }) => transactionId), ...open])].filter(
    (id) => id !== undefined,
  );
}
