import { Injectable } from '@nestjs/common';
import { OrdersService, outstandingMinor } from '../orders/index.js';
import type { Operation, OperationKind } from './domain/operation.js';
import { stateOf } from './domain/payment-state.js';
import {
  capturableMinor,
  planCapture,
  planRefund,
  planVoid,
  type PlannedOperation,
} from './domain/plan-operation.js';
import { OperationRunner } from './operation-runner.service.js';
import { OrderReporter } from './order-reporter.service.js';
import { NothingToCaptureError, NotVoidableError, ProviderRefusedError } from './payment.errors.js';
import { PaymentProviders } from './payment-providers.js';
import { PaymentReader } from './payment-reader.service.js';
import type { PaymentRecord } from './payment.schema.js';

export interface DeskCommand {
  paymentId: string;
  /** The same for every repeat of the request. */
  operationId: string;
  actor: string;
}

/**
 * What the shop's staff do with payments. Every call returns what it came to, and may throw {PaymentProviderError}.
 */
@Injectable()
export class PaymentDesk {
  constructor(
    private readonly reader: PaymentReader,
    private readonly operations: OperationRunner,
    private readonly providers: PaymentProviders,
    private readonly reporter: OrderReporter,
    private readonly orders: OrdersService,
  ) {}

  /**
   * Captures so much of what was authorised; by default what the order still owes. Cash comes with its parcels only.
   * @throws {NothingToCaptureError}
   */
  async capture(command: DeskCommand, amountMinor: number | undefined): Promise<Operation> {
    const payment = await this.reader.get(command.paymentId);
    const owedMinor = outstandingMinor(await this.orders.get(payment.orderId.toHexString()));
    if (!this.mayBe('capture', payment)) throw new NothingToCaptureError(0);
    return this.run(payment, command, (current) => {
      const { main } = stateOf(current);
      const leftMinor = main === undefined ? 0 : capturableMinor(main);
      return planCapture(current, amountMinor ?? Math.min(owedMinor, leftMinor));
    });
  }

  /** Cash that was promised stays so. @throws {NotVoidableError} */
  async void(command: DeskCommand): Promise<Operation> {
    const payment = await this.reader.get(command.paymentId);
    if (!this.mayBe('void', payment)) throw new NotVoidableError();
    return this.run(payment, command, planVoid);
  }

  /** @throws {RefundTooLargeError} */
  async refund(command: DeskCommand, amountMinor: number, reason: string): Promise<Operation> {
    const payment = await this.reader.get(command.paymentId);
    return this.run(payment, command, (current) => planRefund(current, amountMinor), reason);
  }

  private mayBe(kind: OperationKind, { provider }: PaymentRecord): boolean {
    return this.providers.get(provider).staffMay.includes(kind);
  }

  private async run(
    payment: PaymentRecord,
    { operationId: id, actor }: DeskCommand,
    plan: (payment: PaymentRecord) => PlannedOperation,
    reason?: string,
  ): Promise<Operation> {
    const changed = await this.operations.run(payment, {
      id,
      actor,
      plan,
      ...(reason !== undefined && { reason }),
    });
    const operation = changed.operations.find((candidate) => candidate.id === id)!;
    // Refused without an error: the provider answered that it declines.
    if (operation.state === 'failed')
      throw new ProviderRefusedError(200, operation.failure ?? 'It never reached the provider');
    await this.reporter.report(changed);
    return operation;
  }
}
