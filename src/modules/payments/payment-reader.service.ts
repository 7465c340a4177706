import { Injectable } from '@nestjs/common';
import { ResourceNotFoundError } from '../../common/errors/common.errors.js';
import { decodeCursor, isId, type Page, toPage } from '../../common/http/pagination.js';
import { OrderVisibility, type OrderVisitor } from '../orders/index.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentRecord } from './payment.schema.js';

/** Reads payments for those who may see their orders. */
@Injectable()
export class PaymentReader {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly visibility: OrderVisibility,
  ) {}

  /** For staff. @throws {ResourceNotFoundError} */
  async get(id: string): Promise<PaymentRecord> {
    const payment = await this.payments.findById(id);
    if (payment === null) throw notFound();
    return payment;
  }

  /** @throws {ResourceNotFoundError} for a missing and for a foreign payment alike */
  async getFor(id: string, visitor: OrderVisitor): Promise<PaymentRecord> {
    const payment = await this.get(id);
    try {
      await this.visibility.get(payment.orderId.toHexString(), visitor);
    } catch (error) {
      throw error instanceof ResourceNotFoundError ? notFound() : error;
    }
    return payment;
  }

  /** The attempts to pay an order, newest first. @throws {ResourceNotFoundError} for a missing and a foreign order alike */
  async list(
    orderId: string,
    visitor: OrderVisitor,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<PaymentRecord>> {
    await this.visibility.get(orderId, visitor);
    const before = cursor === undefined ? undefined : String(decodeCursor(cursor, [isId])[0]);
    const rows = await this.payments.findPageOfOrder(orderId, limit + 1, before);
    return toPage(
      rows,
      limit,
      ({ _id }) => [_id.toHexString()],
      (payment) => payment,
    );
  }
}

function notFound(): ResourceNotFoundError {
  return new ResourceNotFoundError('payment', 'payments.not_found');
}
