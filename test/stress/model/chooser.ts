import type { Shop } from './shop.js';
import type { Wish } from './wish.js';
import { type Attempt, type Cart, openUnits, type Order, type Units, type World } from './world.js';

/** Where things happen: among so many of the newest. */
const NEAR = 6;
/** One in so many wishes is for something that is not allowed, perhaps. */
const NAUGHTY = 8;

/** Chooses the objects of a wish by its numbers. */
export class Chooser {
  readonly isNaughty: boolean;

  constructor(
    readonly wish: Wish,
    readonly world: World,
    readonly shop: Shop,
  ) {
    this.isNaughty = wish.choice % NAUGHTY === 0;
  }

  get sku(): string {
    return at(Object.keys(this.world.stock), this.wish.amount)!;
  }

  get otherSku(): string {
    return at(Object.keys(this.world.stock), this.wish.choice)!;
  }

  cart(): Cart | undefined {
    return this.pick(this.world.carts, ({ isOrdered }) => !isOrdered);
  }

  order(suits: (order: Order) => boolean): Order | undefined {
    return this.pick(this.world.orders, suits);
  }

  openAttempt(): Attempt | undefined {
    const open = this.world.attempts.filter(({ state }) => state === 'open');
    return at(open.slice(-NEAR), this.wish.choice);
  }

  paidAttempt(): Attempt | undefined {
    const paid = this.world.attempts.filter(({ state }) => state !== 'open');
    return this.pick(paid, ({ state }) => state === 'unheard');
  }

  /** All of an order, or some units of one line; now and then more than are open. */
  part({ lines }: Order): Units | undefined {
    const { choice, amount, isWhole } = this.wish;
    if (isWhole) return undefined;
    const open = lines.filter((line) => openUnits(line) > 0);
    const line = at(open.length > 0 ? open : lines, choice)!;
    return { [line.sku]: 1 + (amount % Math.max(1, openUnits(line))) + (this.isNaughty ? 1 : 0) };
  }

  /** From 1 to the whole. */
  share(wholeMinor: number): number {
    const { amount, isWhole } = this.wish;
    return Math.max(1, isWhole ? wholeMinor : amount % Math.max(1, wholeMinor));
  }

  private pick<T>(all: T[], suits: (one: T) => boolean): T | undefined {
    return at((this.isNaughty ? all : all.filter(suits)).slice(-NEAR), this.wish.choice);
  }
}

export function at<T>(all: T[], number: number): T | undefined {
  return all[number % all.length];
}
