import { randomUUID } from 'node:crypto';
import { CAIRO_ADDRESS } from '../demo/address.ts';
import { callApi } from '../lambda/pack/sample-shop.ts';
import type { BenchCart } from './shop-documents.ts';

export interface Placed {
  perSecond: number;
  /** In ms, from the first attempt to the order. */
  latencies: number[];
  /** Attempts that were answered with 409 or 503 and made again. */
  refusals: number;
}

/** Orders every cart, so many buyers at a time, each of whom tries again until the order is there. */
export async function placeOrders(url: string, carts: BenchCart[], buyers: number): Promise<Placed> {
  const left = [...carts];
  const latencies: number[] = [];
  let refusals = 0;
  const startedAt = performance.now();
  const buyer = async (): Promise<void> => {
    for (let cart = left.pop(); cart !== undefined; cart = left.pop()) {
      const begunAt = performance.now();
      while (!(await placeOrder(url, cart))) refusals++;
      latencies.push(performance.now() - begunAt);
    }
  };
  await Promise.all(Array.from({ length: buyers }, buyer));
  const seconds = (performance.now() - startedAt) / 1000;
  return { perSecond: carts.length / seconds, latencies, refusals };
}

/** False when it was refused for now. @throws {Error} when it was refused for good */
export async function placeOrder(url: string, { id, token }: BenchCart): Promise<boolean> {
  const { status, body } = await callApi(url, 'POST', '/v1/orders', {
    headers: { 'X-Cart-Token': token, 'Idempotency-Key': randomUUID() },
    body: {
      cartId: id,
      email: 'mona@example.com',
      shippingAddress: CAIRO_ADDRESS,
      shippingMethod: 'standard',
      paymentMethod: 'card',
    },
  });
  if (status !== 201 && status !== 409 && status !== 503) {
    throw new Error(`Placing an order: ${status}: ${JSON.stringify(body)}`);
  }
  return status === 201;
}
