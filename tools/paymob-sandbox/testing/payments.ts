import type { Json } from '../model/json.ts';
import type { ApiAnswer } from './merchant.ts';
import type { Scene } from './scene.ts';

/** Paid orders and what a merchant does with them. */
export class Payments {
  private readonly scene: Scene;

  constructor(scene: Scene) {
    this.scene = scene;
  }

  /** The id of a new payment over EGP 100.00 that has succeeded. */
  async paid(integrationId = 1001, changes: Json = {}): Promise<number> {
    const { intention_order_id: orderId } = await this.scene.merchant.intention({
      payment_methods: [integrationId],
      notification_url: this.scene.shop.hookUrl,
      ...changes,
    });
    const paid = await this.scene.control.post<{ transaction: { id: number } }>(`/orders/${orderId}/pay`);
    return paid.transaction.id;
  }

  refund(id: unknown, amount: unknown): Promise<ApiAnswer> {
    const body = { transaction_id: id, amount_cents: amount };
    return this.scene.merchant.secret('POST', '/api/acceptance/void_refund/refund', body);
  }

  void(id: unknown): Promise<ApiAnswer> {
    return this.scene.merchant.secret('POST', '/api/acceptance/void_refund/void', { transaction_id: id });
  }

  capture(id: unknown, amount: unknown): Promise<ApiAnswer> {
    const body = { transaction_id: id, amount_cents: amount };
    return this.scene.merchant.secret('POST', '/api/acceptance/capture', body);
  }

  /** The payment as the gateway has it now. */
  read(id: number): Promise<Json> {
    return this.scene.control.get<Json>(`/transactions/${id}`);
  }
}
