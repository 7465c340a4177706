import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collection, type Document, MongoClient } from 'mongodb';

/**
 * Measures the server from outside, through the native driver, and prints a table, or with --json the same for
 * `npm run bench`: medians of several repetitions. The server has one core and the driver another one.
 * Rates depend on what else the machine does, and on the driver, which needs more time for an operation than the
 * server. "Per core" is computed from the processor time that all threads of the server used; of a busy machine it
 * suffers only by the caches that are shared.
 */
const PRODUCTS = 100_000;
const OPERATIONS = 3_000;
const WARM_UP = 2_000;
const REPETITIONS = 3;
const CLIENTS = 8;

interface Running {
  child: ChildProcess;
  uri: string;
}

async function start(dataDir?: string): Promise<Running> {
  const script = join(import.meta.dirname, 'main.ts');
  const data = dataDir === undefined ? [] : ['--data', dataDir];
  const args = ['-c', '0', process.execPath, script, '--port', '0', ...data];
  const child = spawn('taskset', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, uri: `${/mongodb:\S+/.exec(String(line))![0]}?directConnection=true` };
}

async function stop({ child }: Running): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** Milliseconds from the command line to the first answer. */
async function timeToFirstAnswer(
  dataDir: string | undefined,
  ask: (client: MongoClient) => Promise<unknown>,
): Promise<number> {
  const startedAt = performance.now();
  const server = await start(dataDir);
  const client = new MongoClient(server.uri);
  await ask(client);
  const milliseconds = performance.now() - startedAt;
  await client.close();
  await stop(server);
  return milliseconds;
}

async function startTime(...args: Parameters<typeof timeToFirstAnswer>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < REPETITIONS; i++) times.push(await timeToFirstAnswer(...args));
  return Math.round(median(times));
}

function product(i: number): Document {
  return {
    sku: `SKU-${i}`,
    category: `category-${i % 50}`,
    name: { en: `Product number ${i}`, ar: `منتج رقم ${i}` },
    description: { en: 'A thing of use and beauty. '.repeat(12), ar: 'شيء مفيد وجميل. '.repeat(12) },
    priceMinor: 1_000 + (i % 5_000),
    currency: 'EGP',
    available: 1_000_000,
    variants: ['S', 'M', 'L'].map((size) => ({
      sku: `SKU-${i}-${size}`,
      size,
      priceMinor: 1_000 + (i % 5_000),
    })),
    images: [`https://images.example/${i}/1.jpg`, `https://images.example/${i}/2.jpg`],
    createdAt: new Date(1_700_000_000_000 + i * 1_000),
    version: 1,
  };
}

async function fill(products: Collection): Promise<void> {
  await products.createIndexes([{ key: { sku: 1 }, unique: true }, { key: { category: 1, createdAt: -1 } }]);
  for (let i = 0; i < PRODUCTS; i += 1_000) {
    await products.insertMany(Array.from({ length: 1_000 }, (_, k) => product(i + k)));
  }
}

/** Seconds of processor time that all threads of a process have used. */
function processorSeconds({ child }: Running): number {
  const threads = `/proc/${child.pid}/task`;
  return readdirSync(threads).reduce((sum, thread) => {
    const [nanoseconds] = readFileSync(`${threads}/${thread}/schedstat`, 'utf8').split(' ');
    return sum + Number(nanoseconds) / 1e9;
  }, 0);
}

function memoryMegabytes({ child }: Running): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024;
}

interface Rates {
  perSecond: number;
  perCore: number;
}

async function measure(server: Running, run: () => Promise<unknown>): Promise<Rates> {
  for (let i = 0; i < WARM_UP; i++) await run();
  const rates: Rates[] = [];
  for (let i = 0; i < REPETITIONS; i++) rates.push(await measureOnce(server, run));
  return {
    perSecond: median(rates.map(({ perSecond }) => perSecond)),
    perCore: median(rates.map(({ perCore }) => perCore)),
  };
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}

async function measureOnce(server: Running, run: () => Promise<unknown>): Promise<Rates> {
  let left = OPERATIONS;
  const usedBefore = processorSeconds(server);
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (left-- > 0) await run();
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const used = processorSeconds(server) - usedBefore;
  return { perSecond: Math.round(OPERATIONS / seconds), perCore: Math.round(OPERATIONS / used) };
}

const rows: Record<string, Record<string, number | string>> = {};

async function run(label: string, dataDir?: string): Promise<void> {
  const server = await start(dataDir);
  const client = new MongoClient(server.uri);
  const products = client.db('bench').collection('products');
  const startedAt = performance.now();
  await fill(products);
  rows[`${label}: insert in batches of 1,000`] = {
    'per second': Math.round(PRODUCTS / ((performance.now() - startedAt) / 1_000)),
    'per core': Math.round(PRODUCTS / processorSeconds(server)),
  };
  const any = (): string => `SKU-${Math.floor(Math.random() * PRODUCTS)}`;
  const take = { $inc: { available: -1, version: 1 } };
  const operations: Record<string, () => Promise<unknown>> = {
    'read one by a unique key': () => products.findOne({ sku: any() }),
    'conditional update': () => products.updateOne({ sku: any(), available: { $gte: 1 } }, take),
    'conditional findOneAndUpdate, two fields shown': () =>
      products.findOneAndUpdate({ sku: any(), available: { $gte: 1 } }, take, {
        returnDocument: 'after',
        projection: { sku: 1, available: 1 },
      }),
    'page of 20 in index order': () =>
      products.find({ category: 'category-7' }).sort({ createdAt: -1 }).limit(20).toArray(),
    'page of 20, three fields shown': () =>
      products
        .find({ category: 'category-7' }, { projection: { sku: 1, name: 1, priceMinor: 1 } })
        .sort({ createdAt: -1 })
        .limit(20)
        .toArray(),
    'count of 2,000 by keys': () => products.countDocuments({ category: 'category-7' }),
  };
  for (const [name, operation] of Object.entries(operations)) {
    const { perSecond, perCore } = await measure(server, operation);
    rows[`${label}: ${name}`] = { 'per second': perSecond, 'per core': perCore };
  }
  rows[`${label}: memory at its highest`] = { MB: Math.round(memoryMegabytes(server)) };
  await client.close();
  await stop(server);
}

const ping = (client: MongoClient): Promise<unknown> => client.db('admin').command({ ping: 1 });
const readOne = (client: MongoClient): Promise<unknown> =>
  client.db('bench').collection('products').findOne({ sku: 'SKU-77' });
const dataDir = mkdtempSync(join(tmpdir(), 'local-mongo-bench-'));
execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', '1', String(process.pid)]);
try {
  rows['start to first answer, in memory'] = { ms: await startTime(undefined, ping) };
  await run('memory');
  await run('files', dataDir);
  rows['start to first answer, 100,000 products in files'] = {
    ms: await startTime(dataDir, ping),
  };
  rows['start to first product, 100,000 products in files'] = {
    ms: await startTime(dataDir, readOne),
  };
} finally {
  rmSync(dataDir, { recursive: true });
}
if (process.argv.includes('--json')) {
  console.log(JSON.stringify(rows));
} else {
  const load = loadavg().map((average) => average.toFixed(1));
  console.log(
    `${PRODUCTS.toLocaleString('en')} products, ${CLIENTS} clients, one core for the server and one for them`,
  );
  console.log(`medians of ${REPETITIONS}; load averages ${load.join(' ')}: above 2 they blur the figures`);
  console.table(rows);
}
