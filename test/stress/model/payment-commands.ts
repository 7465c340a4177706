import { type Answer, type Command, orderAndStock, type Step } from './command.js';
import * as rules from './money-rules.js';
import { settling } from './order-commands.js';
import type { Shop } from './shop.js';
import { type Attempt, attemptOf, type Order, orderOf, type Outcome, type World } from './world.js';

/** What customers, their bank and staff do with money. */

export function startPayment(shop: Shop, order: Order): Command {
  return {
    label: `start to pay order ${order.id}`,
    creates: 'attempt',
    run: () => shop.startPayment(order),
    steps: [
      {
        touches: [order.id],
        apply(world, body) {
          const attempt = body as Omit<rules.NewAttempt, 'orderId'>;
          return rules.startPayment(world, orderOf(world, order.id), { ...attempt, orderId: order.id });
        },
      },
    ],
  };
}

/** @param told how often the shop is told, all at once */
export function pay(shop: Shop, attempt: Attempt, order: Order, told: number): Command {
  const { id, gatewayOrder } = attempt;
  const paying: Step = { touches: [id], apply: (world) => rules.pay(world, attemptOf(world, id)) };
  return {
    label: `pay ${id} of order ${order.id} and tell ${told} times`,
    // A second payment of the same attempt would pay for nothing.
    only: `pay ${id}`,
    run: () => shop.pay(gatewayOrder, told),
    steps: [paying, ...(told > 0 ? hearing(attempt, order) : [])],
  };
}

/** The provider tells something about a payment, again perhaps. */
export function callBack(shop: Shop, attempt: Attempt, order: Order, which: number): Command {
  const { id, gatewayOrder } = attempt;
  return {
    label: `tell about ${id} of order ${order.id}`,
    run: () => shop.callBack(gatewayOrder, which),
    steps: [{ touches: [], apply: () => 'ok' }, ...hearing(attempt, order)],
  };
}

function hearing({ id }: Attempt, order: Order): Step[] {
  return [hearingBy(rules.hear, id, order), settling(order)];
}

/** A payment of which the shop has not heard is asked about when it is time. */
export function inquiring({ id }: Attempt, order: Order): Step[] {
  return [hearingBy(rules.inquire, id, order), settling(order)];
}

function hearingBy(rule: (world: World, attempt: Attempt) => void, id: string, order: Order): Step {
  return {
    touches: [id, ...orderAndStock(order)],
    apply: (world) => rule(world, attemptOf(world, id)),
    alternatives: [(world) => refuseLate(world, attemptOf(world, id)), (world) => leave(world, id)],
  };
}

/** Late money for goods that somebody else has for a while. */
function refuseLate(world: World, attempt: Attempt): void {
  const order = orderOf(world, attempt.orderId);
  const isWaiting = attempt.state === 'unheard' || attempt.state === 'left';
  if (isWaiting && order.status === 'expired') attempt.state = 'heard';
}

/** Somebody else is about to revive the order; the sweeper will see what has come of it. */
function leave(world: World, id: string): void {
  const attempt = attemptOf(world, id);
  if (attempt.state === 'unheard') attempt.state = 'left';
}

export function refund(shop: Shop, order: Order, amountMinor: number): Command {
  return operation(
    order,
    `refund ${amountMinor}`,
    () => shop.operate(order, 'refunds', { amountMinor, reason: 'model' }),
    (current) => rules.refund(current, amountMinor),
  );
}

export function capture(shop: Shop, order: Order, amountMinor: number): Command {
  return operation(
    order,
    `capture ${amountMinor}`,
    () => shop.operate(order, 'capture', { amountMinor }),
    (current) => rules.capture(current, amountMinor),
  );
}

export function voidPayment(shop: Shop, order: Order): Command {
  return operation(
    order,
    'void the payment',
    () => shop.operate(order, 'void', {}),
    (current, world) => rules.voidPayment(world, current),
  );
}

function operation(
  order: Order,
  what: string,
  run: () => Promise<Answer>,
  apply: (order: Order, world: World) => Outcome,
): Command {
  // A void depends on the day of the payment.
  const touches = [order.id, ...(order.winner === undefined ? [] : [order.winner])];
  const first = { touches, apply: (world: World) => apply(orderOf(world, order.id), world) };
  return { label: `${what} of order ${order.id}`, run, steps: [first, settling(order)] };
}
