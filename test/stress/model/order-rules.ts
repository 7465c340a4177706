import { complete } from './money-rules.js';
import { sell, shippingMinor, strike } from './stock-rules.js';
import {
  dueMinor,
  openUnits,
  type Order,
  type Outcome,
  type Parcel,
  type Units,
  type World,
} from './world.js';

/** What the shop promises about orders; each rule changes the world or refuses. */

export function confirmCash(world: World, order: Order): Outcome {
  if (order.method !== 'cod') return 'refused';
  if (order.status === 'confirmed') return 'ok';
  if (order.status !== 'pending') return 'refused';
  sell(world, order);
  return 'ok';
}

/** @param units undefined for everything */
export function cancel(world: World, order: Order, units: Units | undefined): Outcome {
  const { status, parcels, lines } = order;
  if (status === 'cancelled' && units === undefined) return 'ok';
  if (status !== 'pending' && status !== 'confirmed') return 'refused';
  const isSent = parcels.some((parcel) => parcel.status !== 'refused');
  if (units === undefined && isSent) return 'refused';
  const struck = units ?? allOpen(order);
  if (!isOpen(order, struck)) return 'refused';
  const amountMinor = lines.reduce((sum, { sku, unitMinor }) => sum + unitMinor * (struck[sku] ?? 0), 0);
  strike(world, order, struck, 'owed');
  end(order, amountMinor, !isSent && lines.every((line) => openUnits(line) === 0));
  return 'ok';
}

/** @param units undefined for everything that is open */
export function send(order: Order, units: Units | undefined): Outcome {
  const { status, method, lines, capturedMinor, parcels } = order;
  if (status !== 'confirmed' || (method === 'card' && capturedMinor === 0)) return 'refused';
  const sent = units ?? allOpen(order);
  if (Object.keys(sent).length === 0 || !isOpen(order, sent)) return 'refused';
  if (lines.some((line) => (sent[line.sku] ?? 0) > line.inHand - line.sent)) return 'refused';
  // The delivery is charged with the first parcel.
  let amountMinor = parcels.length === 0 ? shippingMinor(order) : 0;
  for (const line of lines) {
    line.sent += sent[line.sku] ?? 0;
    amountMinor += (sent[line.sku] ?? 0) * line.unitMinor;
  }
  parcels.push({ units: sent, amountMinor, status: 'shipped' });
  return 'ok';
}

/** @param collectedMinor what the courier says to bring */
export function deliver(order: Order, parcel: Parcel, collectedMinor: number | undefined): Outcome {
  if (collectedMinor !== (order.method === 'cod' ? parcel.amountMinor : undefined)) return 'refused';
  if (parcel.status !== 'shipped') return parcel.status === 'delivered' ? 'ok' : 'refused';
  parcel.status = 'delivered';
  complete(order);
  return 'ok';
}

export function refuse(world: World, order: Order, parcel: Parcel): Outcome {
  if (parcel.status !== 'shipped') return parcel.status === 'refused' ? 'ok' : 'refused';
  parcel.status = 'refused';
  for (const line of order.lines) line.sent -= parcel.units[line.sku] ?? 0;
  strike(world, order, parcel.units, 'inHand');
  const isWhole =
    order.lines.every((line) => openUnits(line) === 0) &&
    order.parcels.every(({ status }) => status === 'refused');
  end(order, parcel.amountMinor, isWhole);
  return 'ok';
}

function allOpen({ lines }: Order): Units {
  const open = lines.filter((line) => openUnits(line) > 0);
  return Object.fromEntries(open.map((line) => [line.sku, openUnits(line)]));
}

function isOpen({ lines }: Order, units: Units): boolean {
  return Object.entries(units).every(
    ([sku, quantity]) => quantity <= openUnits(lines.find((line) => line.sku === sku)!),
  );
}

function end(order: Order, amountMinor: number, isWhole: boolean): void {
  order.cancelledMinor += isWhole ? dueMinor(order) : Math.min(amountMinor, dueMinor(order));
  if (isWhole) order.status = 'cancelled';
  complete(order);
}
