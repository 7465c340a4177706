import * as carts from './cart-commands.js';
import { at, Chooser } from './chooser.js';
import type { Command } from './command.js';
import * as orders from './order-commands.js';
import * as payments from './payment-commands.js';
import type { Shop } from './shop.js';
import { sweep } from './sweep-command.js';
import type { Kind, Wish } from './wish.js';
import { heldMinor, type Order, orderOf, openUnits, type Parcel, type World } from './world.js';

/** Finds the objects of a wish; null when there are none. */
export function resolve(wish: Wish, world: World, shop: Shop): Command | null {
  return RESOLVERS[wish.kind](new Chooser(wish, world, shop));
}

const RESOLVERS: Record<Kind, (chooser: Chooser) => Command | null> = {
  fillCart({ shop, sku, otherSku, wish: { choice, amount, isWhole } }) {
    return carts.fillCart(shop, {
      [otherSku]: 1 + (amount % 2),
      ...(isWhole && { [sku]: 1 + (choice % 3) }),
    });
  },
  addUnits(chooser) {
    const cart = chooser.cart();
    if (cart === undefined) return null;
    return carts.addUnits(chooser.shop, cart, Object.keys(cart.units)[0]!, 1 + (chooser.wish.amount % 2));
  },
  placeCart(chooser) {
    const cart = chooser.cart();
    return cart ? carts.placeCart(chooser.shop, cart, chooser.wish.isWhole ? 'card' : 'cod') : null;
  },
  adjust({ shop, sku, isNaughty, wish: { amount } }) {
    return carts.adjust(shop, sku, isNaughty ? -(amount % 200) : (amount % 7) - 2);
  },
  startPayment(chooser) {
    const order = chooser.order(({ status, method }) => status === 'pending' && method === 'card');
    return order ? payments.startPayment(chooser.shop, order) : null;
  },
  pay: (chooser) => pay(chooser, 1 + (chooser.wish.amount % 3)),
  payUnheard: (chooser) => pay(chooser, 0),
  callBack(chooser) {
    const { world, shop, wish } = chooser;
    const attempt = chooser.paidAttempt();
    return attempt ? payments.callBack(shop, attempt, orderOf(world, attempt.orderId), wish.amount) : null;
  },
  cancel(chooser) {
    const order = chooser.order(({ status }) => status === 'pending' || status === 'confirmed');
    return order ? orders.cancel(chooser.shop, order, chooser.part(order)) : null;
  },
  giveUp(chooser) {
    const order = chooser.order(hasComeBack);
    return order ? orders.cancel(chooser.shop, order, undefined) : null;
  },
  confirm(chooser) {
    const order = chooser.order(({ status, method }) => status === 'pending' && method === 'cod');
    return order ? orders.confirm(chooser.shop, order) : null;
  },
  send(chooser) {
    const order = chooser.order(isSendable);
    return order ? orders.send(chooser.shop, order, chooser.part(order)) : null;
  },
  deliver(chooser) {
    const { order, parcel } = chooseParcel(chooser) ?? {};
    if (order === undefined || parcel === undefined) return null;
    const broughtMinor = parcel.amountMinor + (chooser.isNaughty && chooser.wish.isWhole ? 1 : 0);
    return orders.deliver(chooser.shop, order, parcel, order.method === 'cod' ? broughtMinor : undefined);
  },
  refuse(chooser) {
    const { order, parcel } = chooseParcel(chooser) ?? {};
    return order && parcel ? orders.refuse(chooser.shop, order, parcel) : null;
  },
  refund(chooser) {
    const order = chooser.order((one) => heldMinor(one) > 0);
    if (order?.winner === undefined) return null;
    return payments.refund(chooser.shop, order, chooser.share(heldMinor(order)));
  },
  capture(chooser) {
    const order = chooser.order((one) => one.method === 'card' && one.authorizedMinor > 0);
    if (order?.winner === undefined) return null;
    return payments.capture(chooser.shop, order, chooser.share(order.authorizedMinor));
  },
  void(chooser) {
    const order = chooser.order(({ authorizedMinor, capturedMinor }) => authorizedMinor + capturedMinor > 0);
    return order?.winner === undefined ? null : payments.voidPayment(chooser.shop, order);
  },
  sweep: ({ world, shop }) => sweep(world, shop),
};

function pay(chooser: Chooser, told: number): Command | null {
  const { shop, world } = chooser;
  const attempt = chooser.openAttempt();
  return attempt ? payments.pay(shop, attempt, orderOf(world, attempt.orderId), told) : null;
}

function chooseParcel(chooser: Chooser): { order: Order; parcel: Parcel | undefined } | undefined {
  const order = chooser.order(({ parcels }) => parcels.some(({ status }) => status === 'shipped'));
  if (order === undefined) return undefined;
  const suitable = order.parcels.filter(({ status }) => chooser.isNaughty || status === 'shipped');
  return { order, parcel: at(suitable, chooser.wish.amount) };
}

/** All that was sent of it was refused, and the rest is still wanted. */
function hasComeBack({ status, parcels }: Order): boolean {
  return status === 'confirmed' && parcels.length > 0 && parcels.every((one) => one.status === 'refused');
}

function isSendable({ status, method, capturedMinor, lines }: Order): boolean {
  const isOpen = lines.some((line) => openUnits(line) > 0);
  return status === 'confirmed' && isOpen && (method === 'cod' || capturedMinor > 0);
}
