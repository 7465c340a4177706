import type { Shop } from './shop.js';
import type { Shelf, World } from './world.js';

/** Few units, so that customers get in each other's way; some may be promised beyond what is there. */
const SHELVES: Pick<Shelf, 'unitMinor' | 'onHand' | 'limit'>[] = [
  { unitMinor: 33_33, onHand: 12, limit: 0 },
  { unitMinor: 7_01, onHand: 6, limit: 0 },
  { unitMinor: 19_99, onHand: 3, limit: 8 },
  { unitMinor: 45_50, onHand: 0, limit: 12 },
  { unitMinor: 1_00, onHand: 20, limit: 0 },
];

/** A shop with a few goods, and what the model knows of it. */
export async function startWorld({ shop, now }: Shop, isAuthorizing: boolean): Promise<World> {
  const stock: World['stock'] = {};
  for (const { unitMinor, onHand, limit } of SHELVES) {
    const sku = await shop.addProduct(onHand, { priceMinor: unitMinor });
    if (limit > 0) await shop.setRules(sku, { policy: 'backorder', backorderLimit: limit });
    stock[sku] = { unitMinor, onHand, limit, reserved: 0, promised: 0 };
  }
  return { stock, carts: [], orders: [], attempts: [], isAuthorizing, now, day: 0 };
}
