import type { Command } from './command.js';
import type { Shop } from './shop.js';
import * as stock from './stock-rules.js';
import { type Cart, cartOf, type Method, type Units } from './world.js';

/** What customers do before they have an order, and what staff do to the stock. */

export function fillCart(shop: Shop, units: Units): Command {
  return {
    label: `fill a cart with ${JSON.stringify(units)}`,
    run: () => shop.fillCart(units),
    steps: [
      {
        touches: [],
        apply(world, body) {
          const { id, headers } = body as Pick<Cart, 'id' | 'headers'>;
          world.carts.push({ id, headers, units: { ...units }, isOrdered: false });
          return 'ok';
        },
      },
    ],
  };
}

export function addUnits(shop: Shop, { id, headers }: Cart, sku: string, quantity: number): Command {
  return {
    label: `add ${quantity} of ${sku} to cart ${id}`,
    // A placing that is refused in the end has the cart for a while.
    isShy: true,
    run: () => shop.post(`/v1/carts/${id}/items`, headers, { sku, quantity }),
    steps: [
      {
        touches: [id],
        apply(world) {
          const cart = cartOf(world, id);
          if (cart.isOrdered) return 'refused';
          cart.units[sku] = (cart.units[sku] ?? 0) + quantity;
          return 'ok';
        },
      },
    ],
  };
}

export function placeCart(shop: Shop, { id, headers, units }: Cart, method: Method): Command {
  return {
    label: `place cart ${id} of ${JSON.stringify(units)} by ${method}`,
    // A placing that is refused in the end has units for a while, and a cart that changes meanwhile is not ordered.
    isShy: true,
    creates: 'order',
    run: () => shop.place(id, headers, method),
    steps: [
      {
        touches: [id, ...Object.keys(units)],
        apply(world, body) {
          const { id: orderId, expiresAt } = body as { id: string; expiresAt: string };
          const order = { id: orderId, headers, method, expiresAt: Date.parse(expiresAt) };
          return stock.place(world, cartOf(world, id), order);
        },
      },
    ],
  };
}

export function adjust(shop: Shop, sku: string, delta: number): Command {
  return {
    label: `adjust ${sku} by ${delta}`,
    isShy: true,
    run: () => shop.post(`/v1/inventory/${sku}/adjustments`, shop.admin, { delta, reason: 'model' }),
    steps: [{ touches: [sku], apply: (world) => stock.adjust(world, sku, delta) }],
  };
}
