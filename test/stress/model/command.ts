import type { Order, Outcome, World } from './world.js';

/** What the shop has answered. */
export interface Answer {
  outcome: Outcome;
  body: unknown;
}

/** A part of a command that happens at one instant. */
export interface Step {
  /** Ids of the carts, orders and attempts, and SKUs: with others at the same time the order matters. */
  touches: string[];
  /** What the model makes of it; `body` is the shop's answer, for the ids in it. */
  apply(world: World, body: unknown): Outcome | void;
  /** What it may come to instead when others touch the same at the same time. */
  alternatives?: ((world: World) => void)[];
}

/** Something that somebody does to the shop. */
export interface Command {
  label: string;
  run(): Promise<Answer>;
  /** The first decides whether the shop accepts the command; others may come between it and the next. */
  steps: [Step, ...Step[]];
  /** Others who touch the same may make it fail although each of both orders would let it succeed. */
  isShy?: true;
  /** Of commands with the same name only one is run at a time. */
  only?: string;
  /** What its answer has the id of. */
  creates?: 'order' | 'attempt';
}

/** All that a change of an order's units touches. */
export function orderAndStock({ id, lines }: Order): string[] {
  return [id, ...lines.map(({ sku }) => sku)];
}
