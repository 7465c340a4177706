import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Prices } from '../../cost/monthly-cost.ts';
import { Container } from '../../lambda/runtime/container.ts';
import { buildRuntimeClient } from '../../lambda/runtime/runtime-client.ts';
import { prepareLambdaBench, type LambdaBench } from '../lambda-variants.ts';
import { peakMemoryMb } from '../measure/process-usage.ts';
import { ProcessorShare } from '../measure/processor-share.ts';
import { median, quantile } from '../measure/statistics.ts';
import { productEvent } from '../product-event.ts';
import type { Result, Section } from '../section.ts';

/** Lambda gives a full processor at this size, and a share in proportion below; initialisation always has a full one. */
const FULL_PROCESSOR_MB = 1769;
/** 128 MB are no choice: a container has 115 MB when it has answered its first request. */
const SIZES_MB = [256, 512, 1024, FULL_PROCESSOR_MB];
const STARTS = 5;
const WARM_UP_REQUESTS = 100;
const REQUESTS = 200;
const PRICES = join(import.meta.dirname, '../../cost/prices.json');

interface Sample {
  firstMs: number;
  warmMs: number[];
  peakMb: number;
}

/** What the memory size of the function changes: its share of the processor, and with it duration and price of a request. */
export const memorySizes: Section = {
  name: 'memory-sizes',
  title: 'Product read by memory size, with that size’s share of a processor after the initialisation',
  async run({ log }) {
    const client = await buildRuntimeClient();
    const { lambda } = JSON.parse(await readFile(PRICES, 'utf8')) as Prices;
    const bench = await prepareLambdaBench();
    try {
      log(`${STARTS} starts of each size with ${REQUESTS} requests, in turns, through ${client.name}`);
      const samples = new Map<number, Sample[]>(SIZES_MB.map((size) => [size, []]));
      for (let start = 0; start < STARTS; start++) {
        for (const [size, taken] of samples) taken.push(await measure(bench, size));
      }
      return [...samples].map(([size, taken]) => summarise(size, taken, lambda));
    } finally {
      await bench.stop();
    }
  },
};

async function measure(bench: LambdaBench, memoryMb: number): Promise<Sample> {
  const events = bench.productIds.map(productEvent);
  const container = await Container.start({ ...bench.variants['this, with cache'], memoryMb });
  await container.initialised();
  const share = new ProcessorShare(container.pid, memoryMb / FULL_PROCESSOR_MB);
  try {
    const firstMs = await timed(container, events[0]!);
    for (let request = 0; request < WARM_UP_REQUESTS; request++) {
      await container.invoke(events[request % events.length]);
    }
    const warmMs: number[] = [];
    for (let request = 0; request < REQUESTS; request++) {
      warmMs.push(await timed(container, events[request % events.length]!));
    }
    return { firstMs, warmMs, peakMb: peakMemoryMb(container.pid) };
  } finally {
    await share.end();
    await container.stop();
  }
}

async function timed(container: Container, event: object): Promise<number> {
  const startedAt = performance.now();
  await container.invoke(event);
  return performance.now() - startedAt;
}

/** Lambda bills each request by the millisecond, rounded up. */
function summarise(memoryMb: number, samples: Sample[], prices: Prices['lambda']): Result {
  const warm = samples.flatMap(({ warmMs }) => warmMs);
  const billedMs = warm.reduce((sum, ms) => sum + Math.ceil(ms), 0) / warm.length;
  const gbSeconds = ((billedMs / 1000) * memoryMb) / 1024;
  return {
    what: `${memoryMb} MB`,
    value: median(warm),
    unit: 'ms',
    details: {
      p99: quantile(warm, 0.99),
      'first request': median(samples.map(({ firstMs }) => firstMs)),
      peakMb: median(samples.map(({ peakMb }) => peakMb)),
      billed: billedMs,
      '$ per million': gbSeconds * 1e6 * prices.perGbSecond + prices.perMillionRequests,
    },
  };
}
