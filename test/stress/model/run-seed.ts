import { performance } from 'node:perf_hooks';
import { jest } from '@jest/globals';
import type { OrderRecord } from '../../../src/modules/orders/order.schema.js';
import { expectInvariants } from '../../support/invariants.js';
import { Play } from './play.js';
import { Shop } from './shop.js';
import { startWorld } from './start.js';
import { happenings } from './wish.js';

/** What became of one seed. */
export interface Tally {
  seed: number;
  cards: 'pay' | 'authorise';
  commands: number;
  /** Batches, and those of more than one command. */
  batches: number;
  parallel: number;
  refused: number;
  orders: number;
  /** Different ones of the published graphs, as `field: from → to`. */
  edges: ReadonlySet<string>;
  seconds: number;
}

/**
 * Lets random commands happen to a real shop, some at the same time, and holds it against the model after each batch and
 * against the invariants in the end.
 * @param seed of even seeds cards pay at once, of odd ones they are authorised and captured
 * @throws what was done and how shop and model differ
 */
export async function runSeed(seed: number, commands: number): Promise<Tally> {
  const startedAt = performance.now();
  const isAuthorizing = seed % 2 === 1;
  const shop = await Shop.open({ isAuthorizing });
  const play = new Play(shop, await startWorld(shop, isAuthorizing));
  try {
    for (const happening of happenings(seed)) {
      if (play.commands >= commands) break;
      await play.let(happening);
    }
    await play.end();
    await expectInvariants(shop.shop.test, shop.control);
    const orders = await shop.shop.test.db.collection<OrderRecord>('orders').find().toArray();
    return {
      seed,
      cards: isAuthorizing ? 'authorise' : 'pay',
      commands: play.commands,
      batches: play.batches,
      parallel: play.parallel,
      refused: play.refused,
      orders: orders.length,
      edges: new Set(orders.flatMap(edgesOf)),
      seconds: Math.round((performance.now() - startedAt) / 1000),
    };
  } catch (error) {
    throw new Error([`MODEL_SEED=${seed}: ${String(error)}`, ...play.past()].join('\n'), { cause: error });
  } finally {
    jest.restoreAllMocks();
    await shop.close();
  }
}

function edgesOf({ history }: OrderRecord): string[] {
  return history.flatMap(({ field, from, to }) => (from === undefined ? [] : [edgeOf(field, from, to)]));
}

/** The name of an edge of a graph. */
export function edgeOf(field: string, from: string, to: string): string {
  return `${field}: ${from} → ${to}`;
}
