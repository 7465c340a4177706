import { fulfilmentStatusOf } from '../../../modules/orders/domain/fulfilment-state.js';
import { dueMinor, paymentStatusOf } from '../../../modules/orders/domain/order-money.js';
import type { OrderRecord } from '../../../modules/orders/order.schema.js';
import { repeated, sum } from '../streams.js';
import type { Finding } from '../violation.js';

const COMPARE =
  'Compare with the history, the cancellations and the parcels of the order, and correct it by hand';

/** What can be said of an order's amounts, units and states by the order alone. */
export function orderFindings(order: OrderRecord): Finding[] {
  return [...amounts(order), ...units(order), ...states(order), ...repeats(order)];
}

function amounts(order: OrderRecord): Finding[] {
  const { totals, lines, shipping, cancellations, cancelledMinor, goodwillMinor, payment } = order;
  const gross = sum(lines, ({ grossMinor }) => grossMinor) + shipping.grossMinor;
  const struckOff = sum(cancellations, ({ amountMinor }) => amountMinor);
  const { authorizedMinor, capturedMinor, refundedMinor } = payment;
  const noted = [totals.grandTotalMinor, cancelledMinor, goodwillMinor];
  const all = [...noted, authorizedMinor, capturedMinor, refundedMinor];
  return [
    ...found(
      gross !== totals.grandTotalMinor,
      'I2',
      `lines and delivery come to ${gross}, the total is ${totals.grandTotalMinor}`,
      COMPARE,
    ),
    ...found(
      struckOff !== cancelledMinor,
      'I2',
      `cancellations come to ${struckOff}, noted are ${cancelledMinor}`,
      COMPARE,
    ),
    ...found(dueMinor(order) < 0, 'I2', `${dueMinor(order)} is due`, COMPARE),
    ...found(
      refundedMinor > capturedMinor,
      'I2',
      `${refundedMinor} has gone back of ${capturedMinor}`,
      COMPARE,
    ),
    ...found(
      !all.every((amount) => Number.isSafeInteger(amount) && amount >= 0),
      'I2',
      `an amount is not a whole number above or equal to zero: ${all.join(', ')}`,
      COMPARE,
    ),
  ];
}

function units({ status, lines, cancellations, fulfilments, allocations }: OrderRecord): Finding[] {
  const unitsOf = (sku: string, parts: { lines: { sku: string; quantity: number }[] }[]) =>
    sum(
      parts.flatMap((part) => part.lines.filter((line) => line.sku === sku)),
      ({ quantity }) => quantity,
    );
  const parcels = fulfilments.filter((parcel) => parcel.status !== 'refused');
  const allocated = (sku: string) =>
    sum(
      allocations.filter((allocation) => allocation.sku === sku),
      (allocation) => allocation.quantity + allocation.backordered,
    );
  // What was given back when an order ended stands in it as it was, for whoever looks into it later.
  const isOver = status === 'rejected' || status === 'expired';
  return lines.flatMap(({ sku, quantity, cancelledQuantity, fulfilledQuantity }) => [
    ...found(
      !isOver && allocated(sku) !== quantity - cancelledQuantity,
      'I1',
      `${allocated(sku)} units of ${sku} are taken from the stock, the order is for ${quantity - cancelledQuantity}`,
      COMPARE,
    ),
    ...found(
      cancelledQuantity !== unitsOf(sku, cancellations),
      'I1',
      `${cancelledQuantity} units of ${sku} are counted as cancelled, ${unitsOf(sku, cancellations)} were`,
      COMPARE,
    ),
    ...found(
      fulfilledQuantity !== unitsOf(sku, parcels),
      'I1',
      `${fulfilledQuantity} units of ${sku} are counted as sent, ${unitsOf(sku, parcels)} are in parcels`,
      COMPARE,
    ),
    ...found(
      cancelledQuantity + fulfilledQuantity > quantity,
      'I1',
      `more units of ${sku} were sent and cancelled than ordered`,
      COMPARE,
    ),
  ]);
}

/** The states are what amounts and parcels amount to. */
function states(order: OrderRecord): Finding[] {
  const payment = paymentStatusOf(order);
  const fulfilment = fulfilmentStatusOf(order);
  return [
    ...found(
      payment !== order.paymentStatus,
      'I7',
      `paymentStatus is ${order.paymentStatus}, the amounts say ${payment}`,
      COMPARE,
    ),
    ...found(
      fulfilment !== order.fulfilmentStatus,
      'I7',
      `fulfilmentStatus is ${order.fulfilmentStatus}, the parcels say ${fulfilment}`,
      COMPARE,
    ),
  ];
}

function repeats({ cancellations, fulfilments, notes, allocations, outbox }: OrderRecord): Finding[] {
  const ids = [...cancellations, ...fulfilments.filter(({ status }) => status !== 'refused'), ...notes];
  const effects = outbox.map(({ id }) => id.toHexString());
  const twice = [...repeated([...ids.map(({ id }) => id), ...effects])];
  const items = repeated(allocations.map(({ itemId }) => itemId));
  return [
    ...found(twice.length > 0, 'I4', `taken twice: ${twice.join(', ')}`, COMPARE),
    ...found(items.length > 0, 'I4', `two allocations of one item: ${items.join(', ')}`, COMPARE),
  ];
}

function found(isWrong: boolean, invariant: Finding['invariant'], what: string, hint: string): Finding[] {
  return isWrong ? [{ invariant, what, hint }] : [];
}
