import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import type { Operation } from './domain/operation.js';
import type { PlannedOperation } from './domain/plan-operation.js';
import type { ProviderNews } from './domain/transaction-fact.js';
import { PaymentProviderError, ProviderRefusedError } from './payment.errors.js';
import { PaymentLedger } from './payment-ledger.service.js';
import { PaymentNews } from './payment-news.service.js';
import { PaymentProviders } from './payment-providers.js';
import type { PaymentRecord } from './payment.schema.js';

export interface OperationRequest {
  /** The same for every repeat of the request. */
  id: string;
  actor: string;
  reason?: string;
  /** Decides what is to be done from where the payment stands; null when nothing is. Throws what the client is to be told. */
  plan: (payment: PaymentRecord) => PlannedOperation | null;
}

/** Captures, voids and refunds: written down in the payment first, then asked of the provider, once. */
@Injectable()
export class OperationRunner {
  constructor(
    private readonly ledger: PaymentLedger,
    private readonly news: PaymentNews,
    private readonly providers: PaymentProviders,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs an operation; one that was begun before is left to itself. When the provider's answer is lost the operation stays
   * `unknown` until an inquiry tells what came of it: it is never repeated blindly.
   * @throws {PaymentProviderError} when the provider refused or certainly never heard of it
   */
  async run(payment: PaymentRecord, { plan, ...request }: OperationRequest): Promise<PaymentRecord> {
    const { opensAs } = this.providers.get(payment.provider);
    let isNew = false;
    const written = await this.ledger.change(payment, (current) => {
      isNew = false;
      if (current.operations.some(({ id }) => id === request.id)) return null;
      const planned = plan(current);
      if (planned === null) return null;
      isNew = true;
      const now = this.clock.now();
      const operation: Operation = {
        ...request,
        ...planned,
        state: opensAs,
        requestedAt: now,
        changedAt: now,
      };
      return { set: { operations: [...current.operations, operation] } };
    });
    return isNew && opensAs === 'requested' ? this.call(written, request.id) : written;
  }

  private async call(payment: PaymentRecord, id: string): Promise<PaymentRecord> {
    const { kind, parentId, amountMinor } = payment.operations.find((operation) => operation.id === id)!;
    const target = { transactionId: parentId, amountMinor, currency: payment.currency };
    let told: ProviderNews;
    try {
      told = await this.providers.get(payment.provider)[kind](target);
    } catch (error) {
      if (!(error instanceof PaymentProviderError)) throw error;
      return this.recordFailure(payment, id, error);
    }
    const fact = { ...told.fact, parentId };
    const doubtful = {
      state: 'unknown' as const,
      transactionId: fact.transactionId,
      changedAt: this.clock.now(),
    };
    // What the answer says decides, like every other piece of news, about an operation that until then is in doubt.
    return this.news.record(payment, [{ ...told, fact }], 'call', (operations) =>
      replace(operations, id, doubtful),
    );
  }

  private async recordFailure(
    payment: PaymentRecord,
    id: string,
    error: PaymentProviderError,
  ): Promise<PaymentRecord> {
    const changed = await this.ledger.change(payment, ({ operations }) => {
      const changedAt = this.clock.now();
      if (error.isInDoubt)
        return { set: { operations: replace(operations, id, { state: 'unknown', changedAt }) } };
      if (error instanceof ProviderRefusedError) {
        const failure = error.answer;
        return { set: { operations: replace(operations, id, { state: 'failed', failure, changedAt }) } };
      }
      // The provider never heard of it: it may be asked for again.
      return { set: { operations: operations.filter((operation) => operation.id !== id) } };
    });
    if (error.isInDoubt) return changed;
    throw error;
  }
}

/** Changes an operation, unless the provider's news have decided about it meanwhile. */
function replace(operations: Operation[], id: string, change: Partial<Operation>): Operation[] {
  return operations.map((operation) =>
    operation.id === id && operation.state === 'requested' ? { ...operation, ...change } : operation,
  );
}
