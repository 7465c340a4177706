import { Injectable } from '@nestjs/common';
import { nextWorkAt } from './domain/schedule.js';
import { type PaymentChange, PaymentRepository } from './payment.repository.js';
import type { PaymentRecord } from './payment.schema.js';

/** Decides what becomes of a payment from where it stands; null when nothing does. Throws what the client is to be told. */
export type PaymentDecision = (payment: PaymentRecord) => PaymentChange | null;

/** The only way in which payments change once they are begun. */
@Injectable()
export class PaymentLedger {
  constructor(private readonly payments: PaymentRepository) {}

  /**
   * Decides and writes on condition that the payment is still as it was read. When somebody else was quicker it decides
   * again from where the payment stands now; so two refunds that race never share the same money. Each round, somebody
   * gets on. The same write says when to look at the payment next, so whatever a process leaves undone is found.
   */
  async change(payment: PaymentRecord, decide: PaymentDecision): Promise<PaymentRecord> {
    for (let current = payment; ; current = await this.reread(current)) {
      const change = decide(current);
      if (change === null) return current;
      const { events = [], set = {} } = change;
      const next = { ...current, ...set, events: [...current.events, ...events] };
      const changed = await this.payments.change(current, change, nextWorkAt(next));
      if (changed !== null) return changed;
    }
  }

  private async reread({ _id }: PaymentRecord): Promise<PaymentRecord> {
    const current = await this.payments.findById(_id.toHexString());
    if (current === null) throw new Error(`Payment ${_id.toHexString()} has vanished`);
    return current;
  }
}
