import type { Response } from 'superagent';
import type { OrderBody, TestShop } from '../../support/shop.js';
import { BOUGHT, ON_HAND, type Purchase } from './customer.js';
import type { FaultScene } from './fault-scene.js';

/** Something that the shop does in several writes. */
export interface Flow {
  name: string;
  /** Brings everything to the moment before. */
  prepare(scene: FaultScene): Promise<Act>;
}

export interface Act {
  /** Undefined when the sweeper does it. */
  request?: (shop: TestShop) => PromiseLike<Response>;
  /** How a repeat may be answered besides with 2xx: an outcome that is certain, too. */
  alsoAnswered?: number[];
  /** A refund that was cut off before the provider was asked is asked for again as late as one that was refused. */
  returnsMoney?: true;
  /** The same key gives the same bytes. */
  isIdempotent?: true;
  /** Fails unless everything is as it must be, once. */
  verify(scene: FaultScene): Promise<void>;
}

export async function expectOrder({ shop }: FaultScene, id: string, expected: object): Promise<OrderBody> {
  const order = await shop.read(id);
  expect(order).toMatchObject(expected);
  return order;
}

/** How many units of shirt and book are reserved, and how many sold. */
export async function expectStock(
  { shop }: FaultScene,
  { shirt, book }: Pick<Purchase, 'shirt' | 'book'>,
  reserved: readonly [number, number],
  sold: readonly [number, number],
): Promise<void> {
  for (const [index, sku] of [shirt, book].entries()) {
    const onHand = ON_HAND - sold[index]!;
    const held = reserved[index]!;
    expect(await shop.stock(sku)).toEqual({ onHand, available: onHand - held, reserved: held });
  }
}

export const NONE = [0, 0] as const;
export const ALL = BOUGHT;
/** All but one shirt. */
export const BUT_ONE = [BOUGHT[0] - 1, BOUGHT[1]] as const;
