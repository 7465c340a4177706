import { type Answer, type Command, orderAndStock, type Step } from './command.js';
import * as money from './money-rules.js';
import * as rules from './order-rules.js';
import type { Shop } from './shop.js';
import { type Order, orderOf, type Outcome, type Parcel, type Units, type World } from './world.js';

/** What customers and staff do with the goods of an order. */

export function cancel(shop: Shop, order: Order, units: Units | undefined): Command {
  return about(
    order,
    `cancel ${text(units)}`,
    () => shop.act(order, 'cancel', bodyOf(units)),
    (current, world) => rules.cancel(world, current, units),
    settling(order),
  );
}

export function confirm(shop: Shop, order: Order): Command {
  return about(
    order,
    'confirm',
    () => shop.act(order, 'confirm', {}),
    (current, world) => rules.confirmCash(world, current),
  );
}

export function send(shop: Shop, order: Order, units: Units | undefined): Command {
  return about(
    order,
    `send ${text(units)}`,
    () => shop.act(order, 'fulfilments', bodyOf(units)),
    (current) => rules.send(current, units),
  );
}

/** @param collectedMinor what the courier says to bring */
export function deliver(
  shop: Shop,
  order: Order,
  parcel: Parcel,
  collectedMinor: number | undefined,
): Command {
  const at = order.parcels.indexOf(parcel);
  const collecting: Step = {
    touches: [order.id],
    apply: (world) => {
      const current = orderOf(world, order.id);
      // Of two who say the same thing one collects.
      const { status, isCollected } = current.parcels[at]!;
      if (status !== 'delivered' || isCollected === true) return;
      current.parcels[at]!.isCollected = true;
      money.collect(current, parcel);
    },
  };
  return about(
    order,
    `deliver parcel ${at} with ${collectedMinor ?? 'nothing'}`,
    () => shop.act(order, `fulfilments/${parcel.id}/deliver`, { collectedMinor }),
    (current) => rules.deliver(current, current.parcels[at]!, collectedMinor),
    collecting,
  );
}

export function refuse(shop: Shop, order: Order, parcel: Parcel): Command {
  const at = order.parcels.indexOf(parcel);
  return about(
    order,
    `refuse parcel ${at}`,
    () => shop.act(order, `fulfilments/${parcel.id}/refuse`, {}),
    (current, world) => rules.refuse(world, current, current.parcels[at]!),
    settling(order),
  );
}

function about(
  order: Order,
  what: string,
  run: () => Promise<Answer>,
  apply: (order: Order, world: World) => Outcome,
  ...then: Step[]
): Command {
  const first = {
    touches: orderAndStock(order),
    apply: (world: World) => apply(orderOf(world, order.id), world),
  };
  return { label: `${what} of order ${order.id}`, run, steps: [first, ...then] };
}

/** Money goes back after what it goes back for. */
export function settling({ id }: Order): Step {
  return { touches: [id], apply: (world) => money.settle(orderOf(world, id)) };
}

function bodyOf(units: Units | undefined): object {
  return units === undefined
    ? {}
    : { lines: Object.entries(units).map(([sku, quantity]) => ({ sku, quantity })) };
}

function text(units: Units | undefined): string {
  return units === undefined ? 'all' : JSON.stringify(units);
}
