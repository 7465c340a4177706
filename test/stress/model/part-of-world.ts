import type { World } from './world.js';

/** The part of a world that some commands touch, so that it need not be copied as a whole for each order that is tried. */
export function partOf(world: World, touched: ReadonlySet<string>): World {
  const isTouched = ({ id }: { id: string }) => touched.has(id);
  return {
    ...world,
    stock: Object.fromEntries(Object.entries(world.stock).filter(([sku]) => touched.has(sku))),
    carts: world.carts.filter(isTouched),
    orders: world.orders.filter(isTouched),
    attempts: world.attempts.filter(isTouched),
  };
}

/** The world in which a part has become another one. */
export function withPart(world: World, part: World): World {
  return {
    ...world,
    stock: { ...world.stock, ...part.stock },
    carts: replaced(world.carts, part.carts),
    orders: replaced(world.orders, part.orders),
    attempts: replaced(world.attempts, part.attempts),
  };
}

function replaced<T extends { id: string }>(all: T[], changed: T[]): T[] {
  const byId = new Map(changed.map((one) => [one.id, one]));
  const kept = all.map((one) => byId.get(one.id) ?? one);
  return [...kept, ...changed.filter(({ id }) => all.every((one) => one.id !== id))];
}
