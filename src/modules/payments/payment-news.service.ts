import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { countEvent } from '../../common/metrics/event-counts.js';
import type { Operation } from './domain/operation.js';
import { isSameMoney, totalsOf } from './domain/payment-totals.js';
import { recordFacts } from './domain/record-facts.js';
import { mayHaveMoved } from './domain/schedule.js';
import type { FactSource, ProviderNews, TransactionFact } from './domain/transaction-fact.js';
import { PaymentLedger } from './payment-ledger.service.js';
import type { PaymentChange } from './payment.repository.js';
import type { PaymentRecord } from './payment.schema.js';

/** Takes what providers tell into the payments that it is about. */
@Injectable()
export class PaymentNews {
  private readonly logger = new Logger(PaymentNews.name);

  constructor(
    private readonly ledger: PaymentLedger,
    private readonly clock: Clock,
  ) {}

  /**
   * Records news, each once however often and in whatever order it comes. News that do not fit the payment change nothing.
   * An inquiry is noted even when it brought nothing.
   * @param amend what the caller knows of the operations besides
   */
  async record(
    payment: PaymentRecord,
    news: ProviderNews[],
    source: FactSource,
    amend: (operations: Operation[]) => Operation[] = (operations) => operations,
  ): Promise<PaymentRecord> {
    const now = this.clock.now();
    const facts = news.filter((item) => this.fits(payment, item)).map(({ fact }) => fact);
    let before = payment;
    const after = await this.ledger.change(payment, (current) => {
      before = current;
      const checkedAt = source === 'inquiry' ? now : current.checkedAt;
      const operations = amend(current.operations);
      const recorded = recordFacts({ ...current, operations, checkedAt }, facts, now);
      if (!recorded.isChanged && source === 'callback') return repeated(current, facts, now);
      const events = recorded.facts.map((fact) => ({ ...fact, source, receivedAt: now }));
      return { events, set: { operations: recorded.operations, checkedAt } };
    });
    this.observe(before, after, source);
    return after;
  }

  /** The signature has proven who sent it; this proves that it is about what was asked for. */
  private fits(payment: PaymentRecord, { provider, currency, channelId, fact }: ProviderNews): boolean {
    const isFitting =
      provider === payment.provider && currency === payment.currency && channelId === payment.channelId;
    if (!isFitting) {
      this.logger.warn('News of a payment does not fit it and was ignored', {
        event: 'payment.misfit',
        paymentId: payment._id.toHexString(),
        transactionId: fact.transactionId,
      });
    }
    return isFitting;
  }

  private observe(before: PaymentRecord, after: PaymentRecord, source: FactSource): void {
    const [was, is] = [totalsOf(before), totalsOf(after)];
    if (was.capturedMinor === 0 && is.capturedMinor > 0) countEvent('PaymentsCaptured');
    if (source !== 'inquiry' || isSameMoney(was, is)) return;
    this.logger.warn('The provider knew of money that no callback had told', {
      event: 'payment.drift',
      paymentId: after._id.toHexString(),
      currency: after.currency,
      was,
      is,
    });
  }
}

/** A repeat proves nothing, but that of a success is a reason to ask; once until the provider has answered. */
function repeated(payment: PaymentRecord, facts: TransactionFact[], now: Date): PaymentChange | null {
  const isSuccess = facts.some(({ kind, outcome }) => kind === 'payment' && outcome === 'succeeded');
  return isSuccess && !mayHaveMoved(payment) ? { set: { toldAgainAt: now } } : null;
}
