import { Injectable } from '@nestjs/common';
import { renderLetter } from '../../common/mail/letter.js';
import { MailTransport } from '../../common/mail/mail.transport.js';
import { formatMinor } from '../../common/money/currency.js';
import { AppConfig } from '../../config/app-config.js';
import type { Effect } from './domain/order.js';
import { dueMinor } from './domain/order-money.js';
import { OrderAccess } from './order-access.service.js';
import { ORDER_LETTERS } from './order-letters.js';
import type { OrderRecord } from './order.schema.js';
import { OrderWorker } from './order-worker.service.js';

/** Tells customers how their orders get on. A letter has the same Message-ID however often it is sent. */
@Injectable()
export class OrderMailer {
  constructor(
    private readonly transport: MailTransport,
    private readonly access: OrderAccess,
    private readonly config: AppConfig,
    worker: OrderWorker,
  ) {
    worker.handle('mail', (order, effect, effectId) => this.send(order, effect, effectId));
  }

  private async send(
    order: OrderRecord,
    { template, fulfilmentId }: Extract<Effect, { kind: 'mail' }>,
    effectId: string,
  ): Promise<void> {
    const parcel = order.fulfilments.find(({ id }) => id === fulfilmentId);
    const tracking = [parcel?.carrier, parcel?.trackingNumber].filter((part) => part !== undefined).join(' ');
    const text = ORDER_LETTERS[template][order.locale]({
      number: order.number,
      total: `${formatMinor(dueMinor(order), order.currency)} ${order.currency}`,
      ...(tracking !== '' && { tracking }),
    });
    const token = await this.access.tokenFor(order);
    const link = `${this.config.storefrontUrl}/orders/${order.number}#token=${token}`;
    await this.transport.send({ id: effectId, to: order.email, ...renderLetter(text, order.locale, link) });
  }
}
