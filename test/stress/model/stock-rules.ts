import {
  available,
  type Cart,
  openUnits,
  type Order,
  type Outcome,
  type Units,
  type World,
} from './world.js';

/** What the shop promises about its stock; each rule changes the world or refuses. */

/** Standard delivery within Cairo. */
const SHIPPING_MINOR = 60_00;

/** What an order starts with. */
type NewOrder = Pick<Order, 'id' | 'headers' | 'method' | 'expiresAt'>;

export function place(world: World, cart: Cart, order: NewOrder): Outcome {
  if (cart.isOrdered || Object.keys(cart.units).length === 0) return 'refused';
  const lines = Object.entries(cart.units).map(([sku, quantity]) => ({
    sku,
    unitMinor: world.stock[sku]!.unitMinor,
    quantity,
    cancelled: 0,
    sent: 0,
    inHand: 0,
    owed: 0,
  }));
  const itemsMinor = lines.reduce((sum, { unitMinor, quantity }) => sum + unitMinor * quantity, 0);
  const placed: Order = {
    ...order,
    status: 'pending',
    lines,
    parcels: [],
    totalMinor: itemsMinor + SHIPPING_MINOR,
    cancelledMinor: 0,
    goodwillMinor: 0,
    authorizedMinor: 0,
    capturedMinor: 0,
    refundedMinor: 0,
    wasAuthorized: false,
  };
  if (take(world, placed) === 'refused') return 'refused';
  cart.isOrdered = true;
  world.orders.push(placed);
  return 'ok';
}

export function shippingMinor({ totalMinor, lines }: Order): number {
  return lines.reduce((rest, { unitMinor, quantity }) => rest - unitMinor * quantity, totalMinor);
}

/** Holds what is open of an order, or nothing. */
export function take({ stock }: World, { lines }: Order): Outcome {
  const isThere = lines.every((line) => {
    const shelf = stock[line.sku]!;
    const missing = openUnits(line) - available(shelf);
    return missing <= 0 || missing <= shelf.limit - shelf.promised;
  });
  if (!isThere) return 'refused';
  for (const line of lines) {
    const shelf = stock[line.sku]!;
    line.inHand = Math.min(openUnits(line), available(shelf));
    line.owed = openUnits(line) - line.inHand;
    shelf.reserved += line.inHand;
    shelf.promised += line.owed;
  }
  return 'ok';
}

export function sell({ stock }: World, order: Order): void {
  order.status = 'confirmed';
  for (const { sku, inHand } of order.lines) {
    stock[sku]!.onHand -= inHand;
    stock[sku]!.reserved -= inHand;
  }
}

/** Units go back to where they came from. */
export function strike({ stock }: World, order: Order, units: Units, first: 'owed' | 'inHand'): void {
  const second = first === 'owed' ? 'inHand' : 'owed';
  for (const line of order.lines) {
    let left = units[line.sku] ?? 0;
    const shelf = stock[line.sku]!;
    for (const part of [first, second] as const) {
      const back = Math.min(left, line[part]);
      line[part] -= back;
      left -= back;
      if (part === 'owed') shelf.promised -= back;
      else if (order.status === 'pending') shelf.reserved -= back;
      else shelf.onHand += back;
    }
    line.cancelled += units[line.sku] ?? 0;
  }
}

export function adjust({ stock }: World, sku: string, delta: number): Outcome {
  const shelf = stock[sku]!;
  if (delta === 0 || available(shelf) + delta < 0) return 'refused';
  shelf.onHand += delta;
  return 'ok';
}

/** An unpaid order whose time has passed ends. */
export function expire({ stock, now }: World, order: Order): void {
  if (order.status !== 'pending' || order.expiresAt > now) return;
  order.status = 'expired';
  for (const { sku, inHand, owed } of order.lines) {
    stock[sku]!.reserved -= inHand;
    stock[sku]!.promised -= owed;
  }
}

/** Goods that have come in go to an order that waits for them. */
export function fill({ stock }: World, order: Order): void {
  if (order.status !== 'confirmed') return;
  for (const line of order.lines) {
    const shelf = stock[line.sku]!;
    if (line.owed === 0 || available(shelf) < line.owed) continue;
    shelf.onHand -= line.owed;
    shelf.promised -= line.owed;
    line.inHand += line.owed;
    line.owed = 0;
  }
}
