import { Container } from '../../lambda/runtime/container.ts';
import { buildRuntimeClient } from '../../lambda/runtime/runtime-client.ts';
import { prepareLambdaBench, VARIANTS, type Variant } from '../lambda-variants.ts';
import { cpuMs, peakMemoryMb } from '../measure/process-usage.ts';
import { median, quantile } from '../measure/statistics.ts';
import { productEvent } from '../product-event.ts';
import { atMost, type Result, type Section } from '../section.ts';

const REFERENCE: Variant = 'bare handler';
const CPU_GOAL = 1.3;
const ROUNDS = 5;
/** Until V8 has optimised what is hot. */
const WARM_UP_REQUESTS = 3_000;
const REQUESTS_A_ROUND = 1_500;

interface Running {
  container: Container;
  latencies: number[];
  cpuPerRequest: number[];
}

/** `GET /v1/products/{id}` one after the other on a warm container, in rounds that take turns between the variants. */
export const warmRead: Section = {
  name: 'warm-read',
  title: 'Warm product read, one after the other',
  async run({ log }) {
    const client = await buildRuntimeClient();
    const bench = await prepareLambdaBench();
    const running = new Map<Variant, Running>();
    try {
      const events = bench.productIds.map(productEvent);
      for (const variant of VARIANTS) {
        const container = await Container.start(bench.variants[variant]);
        running.set(variant, { container, latencies: [], cpuPerRequest: [] });
        for (let request = 0; request < WARM_UP_REQUESTS; request++) {
          await container.invoke(events[request % events.length]);
        }
      }
      log(
        `${ROUNDS} rounds of ${REQUESTS_A_ROUND} requests after ${WARM_UP_REQUESTS} for warming, through ${client.name}`,
      );
      for (let round = 0; round < ROUNDS; round++) {
        for (const one of running.values()) await measureRound(one, events);
      }
      const reference = median(running.get(REFERENCE)!.cpuPerRequest);
      return [...running].map(([variant, one]) => summarise(variant, one, reference));
    } finally {
      for (const { container } of running.values()) await container.stop();
      await bench.stop();
    }
  },
};

async function measureRound(
  { container, latencies, cpuPerRequest }: Running,
  events: object[],
): Promise<void> {
  const cpuBefore = cpuMs(container.pid);
  for (let request = 0; request < REQUESTS_A_ROUND; request++) {
    const startedAt = performance.now();
    await container.invoke(events[request % events.length]);
    latencies.push(performance.now() - startedAt);
  }
  cpuPerRequest.push((cpuMs(container.pid) - cpuBefore) / REQUESTS_A_ROUND);
}

function summarise(
  variant: Variant,
  { container, latencies, cpuPerRequest }: Running,
  reference: number,
): Result {
  const value = median(cpuPerRequest);
  return {
    what: variant,
    value,
    unit: 'ms CPU/request',
    details: {
      wallP50: median(latencies),
      wallP99: quantile(latencies, 0.99),
      peakMb: peakMemoryMb(container.pid),
    },
    ...(variant !== REFERENCE && { against: REFERENCE, ratio: value / reference }),
    ...(variant === 'this, with cache' && atMost(CPU_GOAL, value, reference)),
  };
}
