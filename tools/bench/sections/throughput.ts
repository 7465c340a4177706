import { join } from 'node:path';
import { run } from '../../dev/run.ts';
import { startPackageWorld, type PackageWorld } from '../../lambda/pack/package-world.ts';
import { openSampleShop } from '../../lambda/pack/sample-shop.ts';
import { askAll, type Answered } from '../measure/load.ts';
import { cpuMs } from '../measure/process-usage.ts';
import { median, quantile } from '../measure/statistics.ts';
import { atLeast, type Result, type Section } from '../section.ts';
import { leaveServerCpu, ServerProcess, THIS_SHOP } from '../server-process.ts';
import { multiplyProducts } from '../shop-documents.ts';

const CONNECTIONS = 10;
const PRODUCTS = 1_000;
const ROUNDS = 5;
const REQUESTS_A_ROUND = 500;
const WARM_UP_REQUESTS = 1_000;
const RIVALS_GOAL = 10;
const REFERENCE_SERVER = join(import.meta.dirname, '../reference/express-server.ts');

const PAGES = ['detail', 'list of 20'] as const;
type Page = (typeof PAGES)[number];

/**
 * Requests per second of other shops with 10 connections on a machine of this kind, measured once: their answers are of
 * other shapes and their databases of other kinds, so they give the order of magnitude and no more.
 */
const RIVALS: Record<string, Record<Page, number>> = {
  'Vendure 3.7, with variants': { detail: 331, 'list of 20': 59 },
  'Vendure 3.7, four fields': { detail: 692, 'list of 20': 326 },
  'Medusa 2.21, default fields': { detail: 78, 'list of 20': 34 },
  'Medusa 2.21, four fields': { detail: 207, 'list of 20': 143 },
};

type Servers = Record<'this' | 'reference', ServerProcess>;
/** With the processor time that the server has used for a request, in ms; it depends less on what else runs. */
type Round = Answered & { cpuPerRequest: number };
type Rounds = Record<keyof Servers, Record<Page, Round[]>>;

/** Product pages over HTTP, here and from the least server that answers the same; one stands still while the other is measured. */
export const throughput: Section = {
  name: 'throughput',
  title: `Product detail and list with prices and stock, ${CONNECTIONS} connections`,
  async run({ log }) {
    await run('nest', ['build']);
    leaveServerCpu();
    const world = await startPackageWorld();
    const servers: Partial<Servers> = {};
    try {
      servers.this = await ServerProcess.start(THIS_SHOP, environmentOf(world));
      servers.reference = await ServerProcess.start(REFERENCE_SERVER, environmentOf(world));
      const paths = await openShop(servers.this, world);
      log(`${ROUNDS} rounds of ${REQUESTS_A_ROUND} requests after ${WARM_UP_REQUESTS} for warming, by turns`);
      const rounds = await measure(servers as Servers, paths);
      return PAGES.flatMap((page) => summarise(page, rounds));
    } finally {
      for (const server of Object.values(servers)) await server.stop();
      await world.stop();
    }
  },
};

function environmentOf({ environment }: PackageWorld): Record<string, string> {
  return { ...environment, PATH: process.env['PATH'] ?? '', MAIL_URL: 'log://' };
}

async function openShop(shop: ServerProcess, { database }: PackageWorld): Promise<Record<Page, string[]>> {
  await openSampleShop(shop.url, database, 1);
  await multiplyProducts(database, PRODUCTS);
  const products = await database
    .collection('products')
    .find({}, { projection: { _id: 1 } })
    .toArray();
  return {
    detail: products.map(({ _id }) => `/v1/products/${_id.toHexString()}`),
    'list of 20': ['/v1/products?limit=20'],
  };
}

async function measure(servers: Servers, paths: Record<Page, string[]>): Promise<Rounds> {
  const nothing = (): Record<Page, Round[]> => ({ detail: [], 'list of 20': [] });
  const rounds: Rounds = { this: nothing(), reference: nothing() };
  for (let round = 0; round <= ROUNDS; round++) {
    for (const page of PAGES) {
      for (const [name, other] of [
        ['this', 'reference'],
        ['reference', 'this'],
      ] as const) {
        servers[other].freeze();
        const urls = paths[page].map((path) => servers[name].url + path);
        const requests = round === 0 ? WARM_UP_REQUESTS : REQUESTS_A_ROUND;
        const cpuBefore = cpuMs(servers[name].pid);
        const answered = await askAll(urls, requests, CONNECTIONS);
        const cpuPerRequest = (cpuMs(servers[name].pid) - cpuBefore) / requests;
        if (round > 0) rounds[name][page].push({ ...answered, cpuPerRequest });
        servers[other].thaw();
      }
    }
  }
  return rounds;
}

function summarise(page: Page, rounds: Rounds): Result[] {
  const reference = rate(rounds.reference[page]);
  const own = rate(rounds.this[page]);
  const lines: Result[] = [
    line(`Express 5 and the driver, ${page}`, rounds.reference[page]),
    {
      ...line(`this, ${page}`, rounds.this[page]),
      against: `Express 5 and the driver, ${page}`,
      ratio: own / reference,
    },
  ];
  for (const [rival, rates] of Object.entries(RIVALS)) {
    const name = `${rival}, ${page}`;
    lines.push({
      what: `this beside ${name}`,
      value: rates[page],
      unit: 'requests/s',
      against: name,
      ...atLeast(RIVALS_GOAL, own, rates[page]),
    });
  }
  return lines;
}

function line(what: string, answered: Round[]): Result {
  const latencies = answered.flatMap((round) => round.latencies);
  return {
    what,
    value: rate(answered),
    unit: 'requests/s',
    details: {
      p50: median(latencies),
      p99: quantile(latencies, 0.99),
      cpu: median(answered.map(({ cpuPerRequest }) => cpuPerRequest)),
    },
  };
}

function rate(answered: Answered[]): number {
  return median(answered.map(({ perSecond }) => perSecond));
}
