import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collection, MongoClient, ObjectId } from 'mongodb';

/**
 * Measures the server from outside, through the native driver, against the goals of its issue, and prints a table,
 * or with --json the same for `npm run bench`. The server has one core and the driver another one, which is the
 * one that is busy: the driver needs more time for an operation than the server. So what counts is how many
 * operations the server does in a second of processor time, of all its threads; of a busy machine that suffers by
 * the caches and the half cores that are shared.
 */
const SIZES = [1_000, 100_000];
const BATCH = 1_000;
const OPERATIONS = 5_000;
const REPETITIONS = 5;
const CLIENTS = 32;

const RATE_GOAL = 5_000;
const START_GOAL_MS = 300;
const MEMORY_GOAL_MB = 1_000;

/** As `npm run bench` keeps it. */
interface Line {
  what: string;
  value: number;
  unit: string;
  details?: Record<string, number>;
  goal?: string;
  reached?: boolean;
}

const atLeast = (goal: number, value: number): Partial<Line> => ({
  goal: `≥ ${goal}`,
  reached: value >= goal,
});
const below = (goal: number, value: number): Partial<Line> => ({ goal: `< ${goal}`, reached: value < goal });

interface Running {
  child: ChildProcess;
  client: MongoClient;
  products: Collection<Product>;
}

async function start(dataDir: string | undefined): Promise<Running> {
  const script = join(import.meta.dirname, 'main.js');
  const data = dataDir === undefined ? [] : ['--data', dataDir];
  const args = ['-c', '0', process.execPath, script, '--port', '0', ...data];
  const child = spawn('taskset', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const client = new MongoClient(/mongodb:\S+/.exec(String(line))![0], { directConnection: true });
  return { child, client, products: client.db('bench').collection('products') };
}

async function stop({ child, client }: Running): Promise<void> {
  await client.close();
  child.kill('SIGTERM');
  await once(child, 'exit');
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}

/** Milliseconds from the command line to an answer. */
async function startTime(
  dataDir: string | undefined,
  ask: (server: Running) => Promise<unknown>,
): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < REPETITIONS; i++) {
    const startedAt = performance.now();
    const server = await start(dataDir);
    await ask(server);
    times.push(performance.now() - startedAt);
    await stop(server);
  }
  return Math.round(median(times));
}

type Product = ReturnType<typeof product> & { updatedAt?: Date };

function product(i: number) {
  const priceMinor = 1_000 + (i % 5_000);
  return {
    sku: `SKU-${i}`,
    category: `category-${i % 50}`,
    name: { en: `Product number ${i}`, ar: `منتج رقم ${i}` },
    description: { en: 'A thing of use and beauty. '.repeat(12), ar: 'شيء مفيد وجميل. '.repeat(12) },
    priceMinor,
    currency: 'EGP',
    available: 1_000_000,
    reservations: [] as { orderId: ObjectId; quantity: number }[],
    variants: ['S', 'M', 'L'].map((size) => ({ sku: `SKU-${i}-${size}`, size, priceMinor })),
    images: [`https://images.example/${i}/1.jpg`, `https://images.example/${i}/2.jpg`],
    createdAt: new Date(1_700_000_000_000 + i * 1_000),
    version: 1,
  };
}

async function fill(products: Collection<Product>, size: number): Promise<ObjectId[]> {
  await products.createIndexes([{ key: { sku: 1 }, unique: true }, { key: { category: 1, createdAt: -1 } }]);
  const ids: ObjectId[] = [];
  for (let from = 0; from < size; from += BATCH) {
    const batch = Array.from({ length: BATCH }, (_, i) => product(from + i));
    const { insertedIds } = await products.insertMany(batch);
    ids.push(...Object.values(insertedIds));
  }
  return ids;
}

/** What the product does with its documents: reads one, lists some, changes one if it may. */
function operations(products: Collection<Product>, ids: ObjectId[]): Record<string, () => Promise<unknown>> {
  const any = (): number => Math.floor(Math.random() * ids.length);
  return {
    'read one': () => products.findOne({ sku: `SKU-${any()}` }),
    'page of 20 in index order': () =>
      products.find({ category: 'category-7' }).sort({ createdAt: -1 }).limit(20).toArray(),
    'conditional update': () =>
      products.updateOne(
        { _id: ids[any()]!, version: { $gte: 1 } },
        { $set: { priceMinor: 5 }, $inc: { version: 1 } },
      ),
    'reserve unless reserved': () => {
      const orderId = new ObjectId();
      return products.updateOne(
        { _id: ids[any()]!, available: { $gte: 2 }, 'reservations.orderId': { $ne: orderId } },
        {
          $inc: { available: -2 },
          $push: { reservations: { $each: [{ orderId, quantity: 2 }], $slice: -5 } },
          $set: { updatedAt: new Date() },
        },
      );
    },
  };
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
  perCore: number;
  perSecond: number;
}

/** Medians of some repetitions, after one that is not counted: V8 is to know the code. */
async function measure(server: Running, run: () => Promise<unknown>): Promise<Rates> {
  await measureOnce(server, run);
  const rates: Rates[] = [];
  for (let i = 0; i < REPETITIONS; i++) rates.push(await measureOnce(server, run));
  return {
    perCore: median(rates.map(({ perCore }) => perCore)),
    perSecond: median(rates.map(({ perSecond }) => perSecond)),
  };
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
  return { perCore: Math.round(OPERATIONS / used), perSecond: Math.round(OPERATIONS / seconds) };
}

const lines: Line[] = [];

async function measureAll(size: number, dataDir: string | undefined): Promise<void> {
  const label = `${dataDir === undefined ? 'memory' : 'files'}, ${size.toLocaleString('en')}`;
  const server = await start(dataDir);
  const ids = await fill(server.products, size);
  for (const [name, run] of Object.entries(operations(server.products, ids))) {
    const { perCore, perSecond } = await measure(server, run);
    const goal = name.startsWith('page') ? {} : atLeast(RATE_GOAL, perCore);
    lines.push({
      what: `${label}: ${name}`,
      value: perCore,
      unit: 'per core',
      details: { perSecond },
      ...goal,
    });
  }
  const megabytes = Math.round(memoryMegabytes(server));
  lines.push({
    what: `${label}: peak memory`,
    value: megabytes,
    unit: 'MB',
    ...below(MEMORY_GOAL_MB, megabytes),
  });
  await stop(server);
}

async function measureStart(what: string, ...args: Parameters<typeof startTime>): Promise<void> {
  const ms = await startTime(...args);
  lines.push({ what, value: ms, unit: 'ms', ...below(START_GOAL_MS, ms) });
}

const ping = ({ client }: Running): Promise<unknown> => client.db('admin').command({ ping: 1 });
const readOne = ({ products }: Running): Promise<unknown> => products.findOne({ sku: 'SKU-77' });

// Fails when one of Node's helper threads ends meanwhile, with the others moved all the same.
spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', '1', String(process.pid)]);
await measureStart('start in memory to first answer', undefined, ping);
for (const size of SIZES) {
  await measureAll(size, undefined);
  const dataDir = mkdtempSync(join(tmpdir(), 'local-mongo-bench-'));
  try {
    await measureAll(size, dataDir);
    const label = `start with ${size.toLocaleString('en')} in files to`;
    await measureStart(`${label} first answer`, dataDir, ping);
    await measureStart(`${label} first product`, dataDir, readOne);
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}
if (process.argv.includes('--json')) {
  console.log(JSON.stringify(lines));
} else {
  const load = loadavg().map((average) => average.toFixed(1));
  console.log(`${CLIENTS} clients; load averages ${load.join(' ')}: above 2 they blur the figures`);
  console.table(
    Object.fromEntries(
      lines.map(({ what, value, unit, details, goal, reached }) => [
        what,
        { [unit]: value, ...details, goal, reached },
      ]),
    ),
  );
}
