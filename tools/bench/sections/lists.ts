import { mongo } from 'mongoose';
import { migrateUp } from '../../../src/cli/migrations.ts';
import { run } from '../../dev/run.ts';
import { startPackageWorld, type PackageWorld } from '../../lambda/pack/package-world.ts';
import { callApi, openSampleShop } from '../../lambda/pack/sample-shop.ts';
import { placeOrder } from '../buyers.ts';
import { median, quantile } from '../measure/statistics.ts';
import { atMost, type Result, type Section } from '../section.ts';
import { leaveServerCpu, ServerProcess, THIS_SHOP } from '../server-process.ts';
import { makeCarts, multiply, multiplyProducts } from '../shop-documents.ts';

const SIZES = [1_000, 100_000] as const;
type Size = (typeof SIZES)[number];
const GOAL = 1.5;
const ROUNDS = 5;
const REQUESTS_A_ROUND = 100;
const WARM_UP_REQUESTS = 300;

/** What is asked for, each in a page of 20. */
const LISTS: Record<string, string> = {
  'products, newest': '/v1/products?limit=20',
  'products by price, from the middle': '/v1/products?limit=20&sort=price_asc&minPrice=50000',
  'products, search': '/v1/products?limit=20&search=cotton',
  'orders for staff': '/v1/orders?limit=20&status=confirmed',
};

/** A shop with so many products and orders. */
interface Shop {
  server: ServerProcess;
  adminToken: string;
}

/** Lists of a shop with 100,000 products and orders and of one with 1,000, asked in turns, one request after the other. */
export const lists: Section = {
  name: 'lists',
  title: 'Pages of 20 out of 100,000 and out of 1,000',
  async run({ log }) {
    await run('nest', ['build']);
    leaveServerCpu();
    const world = await startPackageWorld();
    const shops = new Map<Size, Shop>();
    try {
      for (const size of SIZES) {
        shops.set(size, await openShop(world, size));
        log(`a shop with ${size} products and orders is open`);
      }
      const results: Result[] = [];
      for (const [name, path] of Object.entries(LISTS)) results.push(...(await measure(name, path, shops)));
      return results;
    } finally {
      for (const { server } of shops.values()) await server.stop();
      await world.stop();
    }
  },
};

async function openShop({ environment }: PackageWorld, size: Size): Promise<Shop> {
  const uri = new URL(environment['MONGODB_URI']!);
  uri.pathname = `/lists_${size}`;
  const client = await new mongo.MongoClient(uri.href).connect();
  const own = client.db();
  await migrateUp(client, own);
  const settings = { ...environment, MONGODB_URI: uri.href, PATH: process.env['PATH'] ?? '' };
  const server = await ServerProcess.start(THIS_SHOP, settings, { countsCommands: true });
  const { adminToken } = await openSampleShop(server.url, own, 1);
  const [sku = ''] = await multiplyProducts(own, size);
  const [cart] = await makeCarts(server.url, own, [sku]);
  await placeOrder(server.url, cart!);
  await multiplyOrders(own, size);
  await client.close();
  return { server, adminToken };
}

/** Makes many confirmed orders of the first one; every third one is delivered already. */
async function multiplyOrders(database: mongo.Db, copies: number): Promise<void> {
  const orders = database.collection('orders');
  const { nextWorkAt: _, ...original } = (await orders.findOne({}))!;
  await multiply(orders, original, copies, (index) => ({
    _id: new mongo.ObjectId(),
    number: `COPY-${index}`,
    cartKey: new mongo.ObjectId(),
    email: `customer-${index}@example.com`,
    status: index % 3 === 0 ? 'completed' : 'confirmed',
    outbox: [],
  }));
}

async function measure(name: string, path: string, shops: Map<Size, Shop>): Promise<Result[]> {
  const latencies = new Map<Size, number[]>(SIZES.map((size) => [size, []]));
  const commands = new Map<Size, number>();
  for (const [size, shop] of shops) {
    await ask(shop, path, WARM_UP_REQUESTS);
    commands.set(size, await commandsOf(shop, path));
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [size, shop] of shops) latencies.get(size)!.push(...(await ask(shop, path, REQUESTS_A_ROUND)));
  }
  const [small, large] = SIZES.map((size) => median(latencies.get(size)!));
  return SIZES.map((size) => ({
    what: `${name}, ${size.toLocaleString('en')}`,
    value: size === SIZES[0] ? small! : large!,
    unit: 'ms',
    details: { p95: quantile(latencies.get(size)!, 0.95), commands: commands.get(size)! },
    ...(size === SIZES[1] && {
      against: `${name}, ${SIZES[0].toLocaleString('en')}`,
      ...atMost(GOAL, large!, small!),
    }),
  }));
}

/** Asks one request after the other. @returns how long each took, in ms */
async function ask({ server, adminToken }: Shop, path: string, times: number): Promise<number[]> {
  const latencies: number[] = [];
  for (let time = 0; time < times; time++) {
    const startedAt = performance.now();
    const { status, body } = await callApi(server.url, 'GET', path, { token: adminToken });
    latencies.push(performance.now() - startedAt);
    const { length } = body['items'] as unknown[];
    if (status !== 200 || length !== 20) throw new Error(`${path}: ${status} with ${length} rows`);
  }
  return latencies;
}

/** Commands that one request sends to the database: the median, since the sweeper sends some of its own now and then. */
async function commandsOf(shop: Shop, path: string): Promise<number> {
  const counts: number[] = [];
  for (let time = 0; time < 11; time++) {
    const before = await shop.server.commands();
    await ask(shop, path, 1);
    counts.push((await shop.server.commands()) - before);
  }
  return median(counts);
}
