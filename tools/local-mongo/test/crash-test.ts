import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';

const WORKERS = 4;
const BATCH = 5;

/** What the clients know: an operation that got no answer may have happened or not, but not by half. */
interface Knowledge {
  /** Batches of documents that were acknowledged, and those that are in doubt. */
  acknowledged: Set<string>;
  doubtful: Set<string>;
  /** Increments of each worker's counter. */
  counted: number[];
  countDoubt: number[];
}

/**
 * Kills a server under load with SIGKILL, again and again over the same files, and checks after every restart
 * that what was acknowledged is there, whole, and nothing by half.
 * @returns how many writes were acknowledged
 */
export async function crashRepeatedly(kills: number): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'local-mongo-crash-'));
  const knowledge: Knowledge = {
    acknowledged: new Set(),
    doubtful: new Set(),
    counted: Array.from({ length: WORKERS }, () => 0),
    countDoubt: Array.from({ length: WORKERS }, () => 0),
  };
  try {
    for (let kill = 0; kill <= kills; kill++) {
      const { child, uri } = await start(dataDir);
      const client = new MongoClient(uri, { retryWrites: false });
      try {
        await verify(client, knowledge);
        if (kill < kills) await loadUntilKilled(client, child, knowledge, kill);
      } finally {
        child.kill('SIGKILL');
        await client.close();
      }
    }
  } finally {
    rmSync(dataDir, { recursive: true });
  }
  return knowledge.acknowledged.size + knowledge.counted.reduce((a, b) => a + b, 0);
}

async function start(dataDir: string): Promise<{ child: ChildProcess; uri: string }> {
  const script = join(process.cwd(), 'tools/local-mongo/test/crash-child.ts');
  const child = spawn('node', [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, uri: `mongodb://127.0.0.1:${String(port).trim()}/?directConnection=true` };
}

async function loadUntilKilled(
  client: MongoClient,
  child: ChildProcess,
  known: Knowledge,
  round: number,
): Promise<void> {
  const load = { isOver: false };
  const workers = Array.from({ length: WORKERS }, async (_, worker) => {
    for (let i = 0; !load.isOver; i++) await writeOnce(client, known, worker, `${round}-${worker}-${i}`);
  });
  // At any point: from the first write on to well into the load.
  await sleep(Math.random() * 150);
  child.kill('SIGKILL');
  load.isOver = true;
  // Ends what still waits for the server to come back.
  await client.close();
  await Promise.all(workers);
}

/** A batch of documents that must be there all or none, and an increment. */
async function writeOnce(
  client: MongoClient,
  known: Knowledge,
  worker: number,
  batch: string,
): Promise<void> {
  const db = client.db('crash');
  known.doubtful.add(batch);
  known.countDoubt[worker]!++;
  try {
    const documents = Array.from({ length: BATCH }, (_, part) => ({ batch, part, filler: 'x'.repeat(500) }));
    await db.collection('batches').insertMany(documents);
    known.acknowledged.add(batch);
    known.doubtful.delete(batch);
    await db.collection('counters').updateOne({ _id: worker as never }, { $inc: { n: 1 } }, { upsert: true });
    known.counted[worker]!++;
    known.countDoubt[worker]!--;
  } catch {
    // No answer: what was sent stays in doubt.
  }
}

async function verify(client: MongoClient, known: Knowledge): Promise<void> {
  const db = client.db('crash');
  const parts = new Map<string, number>();
  for (const { batch } of await db
    .collection('batches')
    .find({}, { projection: { batch: 1 } })
    .toArray()) {
    parts.set(batch, (parts.get(batch) ?? 0) + 1);
  }
  for (const [batch, count] of parts) {
    if (count !== BATCH) throw new Error(`Batch ${batch} is there by ${count} of ${BATCH}`);
    if (known.doubtful.delete(batch)) known.acknowledged.add(batch);
    else if (!known.acknowledged.has(batch)) throw new Error(`Batch ${batch} came from nowhere`);
  }
  for (const batch of known.acknowledged)
    if (!parts.has(batch)) throw new Error(`Batch ${batch} was acknowledged and lost`);
  // What is not there now never comes back.
  known.doubtful.clear();
  for (const counter of await db.collection<{ _id: number; n: number }>('counters').find().toArray()) {
    const least = known.counted[counter['_id']]!;
    const most = least + known.countDoubt[counter['_id']]!;
    if (counter.n < least || counter.n > most) {
      throw new Error(`Counter ${counter['_id']} is ${counter.n}, not between ${least} and ${most}`);
    }
    known.counted[counter['_id']] = counter.n;
  }
  known.countDoubt.fill(0);
}
