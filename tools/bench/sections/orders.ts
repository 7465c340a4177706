import { join } from 'node:path';
import { run } from '../../dev/run.ts';
import { startPackageWorld, type PackageWorld } from '../../lambda/pack/package-world.ts';
import { openSampleShop } from '../../lambda/pack/sample-shop.ts';
import { placeOrder, placeOrders, type Placed } from '../buyers.ts';
import { median, quantile } from '../measure/statistics.ts';
import { atLeast, type Result, type Section } from '../section.ts';
import { leaveServerCpu, ServerProcess, THIS_SHOP } from '../server-process.ts';
import { makeCarts, multiply, multiplyProducts } from '../shop-documents.ts';

const BUYERS = 50;
const SKUS = 1_000;
const ROUNDS = 5;
const ORDERS_A_ROUND = 500;
const WARM_UP_ORDERS = 300;
const COUNTED_ORDERS = 20;
const HOT_GOAL = 0.7;
const OPTIMISTIC_SHOP = join(import.meta.dirname, '../reference/optimistic-shop.ts');

const SHOPS = ['this', 'optimistic'] as const;
const DEMANDS = ['1,000 SKUs', 'one hot SKU'] as const;
type Shop = (typeof SHOPS)[number];
type Demand = (typeof DEMANDS)[number];

interface Market {
  world: PackageWorld;
  servers: Record<Shop, ServerProcess>;
  /** One of each product. */
  skus: string[];
}

/**
 * Orders placed by 50 buyers at once, all of one SKU and of 1,000, here and in a small shop that checks a version and
 * tries again. Rounds take turns; while one shop is measured the other stands still.
 */
export const orders: Section = {
  name: 'orders',
  title: `Orders placed by ${BUYERS} buyers at once`,
  async run({ log }) {
    await run('nest', ['build']);
    const world = await startPackageWorld();
    try {
      const market = await open(world);
      try {
        log(`${ROUNDS} rounds of ${ORDERS_A_ROUND} orders after ${WARM_UP_ORDERS} for warming, by turns`);
        const rounds = await measure(market);
        const commands = await commandsPerOrder(market);
        return SHOPS.flatMap((shop) =>
          DEMANDS.map((demand) => summarise(shop, demand, rounds, commands[shop][demand])),
        );
      } finally {
        for (const server of Object.values(market.servers)) await server.stop();
      }
    } finally {
      await world.stop();
    }
  },
};

async function open(world: PackageWorld): Promise<Market> {
  leaveServerCpu();
  const shop = await ServerProcess.start(THIS_SHOP, environmentOf(world));
  const rival = await ServerProcess.start(OPTIMISTIC_SHOP, environmentOf(world));
  await openSampleShop(shop.url, world.database, 1);
  const skus = await multiplyProducts(world.database, SKUS);
  const stock = world.database.collection('reference_stock');
  await stock.createIndex({ sku: 1 }, { unique: true });
  const item = { available: 1_000_000, version: 1 };
  await multiply(stock, item, skus.length, (index) => ({ sku: skus[index] }));
  return { world, servers: { this: shop, optimistic: rival }, skus };
}

function environmentOf({ environment }: PackageWorld): Record<string, string> {
  return { ...environment, PATH: process.env['PATH'] ?? '', MAIL_URL: 'log://' };
}

type Rounds = Record<Shop, Record<Demand, Placed[]>>;

async function measure(market: Market): Promise<Rounds> {
  const nothing = (): Record<Demand, Placed[]> => ({ 'one hot SKU': [], '1,000 SKUs': [] });
  const rounds: Rounds = { this: nothing(), optimistic: nothing() };
  for (let round = 0; round <= ROUNDS; round++) {
    const isWarmUp = round === 0;
    for (const shop of SHOPS) {
      // Neither kind of demand is always the first.
      for (const demand of round % 2 === 0 ? DEMANDS : DEMANDS.toReversed()) {
        const placed = await measureRound(market, shop, demand, isWarmUp ? WARM_UP_ORDERS : ORDERS_A_ROUND);
        if (!isWarmUp) rounds[shop][demand].push(placed);
      }
    }
  }
  return rounds;
}

async function measureRound(
  { world, servers, skus }: Market,
  shop: Shop,
  demand: Demand,
  count: number,
): Promise<Placed> {
  servers.this.thaw();
  const carts = await makeCarts(servers.this.url, world.database, wanted(skus, demand, count));
  for (const other of SHOPS) if (other !== shop) servers[other].freeze();
  const placed = await placeOrders(servers[shop].url, carts, BUYERS);
  for (const server of Object.values(servers)) server.thaw();
  return placed;
}

function wanted(skus: string[], demand: Demand, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    demand === 'one hot SKU' ? skus[0]! : skus[(index * 7) % skus.length]!,
  );
}

/** Counted one order after the other; the median, since the sweeper sends commands of its own now and then. */
async function commandsPerOrder({
  world,
  servers,
  skus,
}: Market): Promise<Record<Shop, Record<Demand, number>>> {
  const counts = {
    this: { 'one hot SKU': 0, '1,000 SKUs': 0 },
    optimistic: { 'one hot SKU': 0, '1,000 SKUs': 0 },
  };
  for (const [shop, script] of [
    ['this', THIS_SHOP],
    ['optimistic', OPTIMISTIC_SHOP],
  ] as const) {
    const counting = await ServerProcess.start(script, environmentOf(world), { countsCommands: true });
    try {
      for (const demand of DEMANDS) {
        const carts = await makeCarts(servers.this.url, world.database, wanted(skus, demand, COUNTED_ORDERS));
        const commands: number[] = [];
        for (const cart of carts) {
          const before = await counting.commands();
          await placeOrder(counting.url, cart);
          commands.push((await counting.commands()) - before);
        }
        counts[shop][demand] = median(commands);
      }
    } finally {
      await counting.stop();
    }
  }
  return counts;
}

function summarise(shop: Shop, demand: Demand, rounds: Rounds, commands: number): Result {
  const rate = (wantedDemand: Demand): number =>
    median(rounds[shop][wantedDemand].map(({ perSecond }) => perSecond));
  const own = rounds[shop][demand];
  const latencies = own.flatMap((placed) => placed.latencies);
  const value = rate(demand);
  const spread = rate('1,000 SKUs');
  return {
    what: `${shop}, ${demand}`,
    value,
    unit: 'orders/s',
    details: {
      p50: median(latencies),
      p95: quantile(latencies, 0.95),
      commands,
      refusals: own.reduce((sum, { refusals }) => sum + refusals, 0),
    },
    ...(demand === 'one hot SKU' && { against: `${shop}, 1,000 SKUs`, ratio: value / spread }),
    ...(demand === 'one hot SKU' && shop === 'this' && atLeast(HOT_GOAL, value, spread)),
  };
}
