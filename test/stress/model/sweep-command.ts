import { type Command, orderAndStock, type Step } from './command.js';
import { isAskedAbout } from './money-rules.js';
import { inquiring } from './payment-commands.js';
import type { Shop } from './shop.js';
import { expire, fill } from './stock-rules.js';
import { orderOf, type World } from './world.js';

export const SWEEP = 'sweep';

/** One run of the sweeper: what is due of each of its tasks, in its order. */
export function sweep(world: World, shop: Shop): Command {
  const { now } = world;
  const byTime = world.attempts
    .filter(
      (attempt) => attempt.state !== 'heard' && (attempt.state !== 'open' || isAskedAbout(attempt, now)),
    )
    .toSorted((a, b) => a.checkedAt - b.checkedAt || (a.id < b.id ? -1 : 1));
  return {
    label: 'sweep',
    // Two would not go through their tasks in one order.
    only: SWEEP,
    run: () => shop.sweep(),
    steps: [
      { touches: [], apply: () => 'ok' },
      ...world.orders.filter((order) => order.status === 'pending' && order.expiresAt <= now).map(expiring),
      ...world.orders
        .filter(({ status, lines }) => status !== 'cancelled' && lines.some(({ owed }) => owed > 0))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .map(filling),
      ...byTime.flatMap((attempt) => inquiring(attempt, orderOf(world, attempt.orderId))),
    ],
  };
}

function expiring(order: World['orders'][number]): Step {
  return { touches: orderAndStock(order), apply: (world) => expire(world, orderOf(world, order.id)) };
}

function filling(order: World['orders'][number]): Step {
  return {
    touches: orderAndStock(order),
    apply: (world) => fill(world, orderOf(world, order.id)),
    // Its goods are in the hands of somebody else, for a while.
    alternatives: [() => undefined],
  };
}
