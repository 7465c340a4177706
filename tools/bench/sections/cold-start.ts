import { Container, type FunctionOptions } from '../../lambda/runtime/container.ts';
import { buildRuntimeClient } from '../../lambda/runtime/runtime-client.ts';
import { prepareLambdaBench, VARIANTS, type Variant } from '../lambda-variants.ts';
import { cpuMs, peakMemoryMb } from '../measure/process-usage.ts';
import { median, quantile } from '../measure/statistics.ts';
import { productEvent } from '../product-event.ts';
import { atMost, type Result, type Section } from '../section.ts';

const REFERENCE: Variant = 'bare handler';
const GOALS: Partial<Record<Variant, number>> = { 'this, with cache': 1.3, 'this, cache refused': 2.5 };

interface Sample {
  totalMs: number;
  initMs: number;
  cpuMs: number;
  memoryMb: number;
}

/** From the start of the process to the answer of its first product read, through the runtime interface client. */
export const coldStart: Section = {
  name: 'cold-start',
  title: 'Cold start to the first product read',
  async run({ runs, log }) {
    const client = await buildRuntimeClient();
    const bench = await prepareLambdaBench();
    try {
      log(`${runs} runs of each, interleaved, through ${client.name}`);
      const samples = Object.fromEntries(VARIANTS.map((variant) => [variant, []])) as unknown as Record<
        Variant,
        Sample[]
      >;
      const event = productEvent(bench.productIds[0]!);
      for (let run = 0; run < runs; run++) {
        for (const variant of VARIANTS)
          samples[variant].push(await startOnce(bench.variants[variant], event));
      }
      const reference = median(samples[REFERENCE].map(({ totalMs }) => totalMs));
      return VARIANTS.map((variant) => summarise(variant, samples[variant], reference));
    } finally {
      await bench.stop();
    }
  },
};

async function startOnce(options: FunctionOptions, event: object): Promise<Sample> {
  const startedAt = performance.now();
  const container = await Container.start(options);
  try {
    await container.initialised();
    const initMs = performance.now() - startedAt;
    const answer = JSON.parse((await container.invoke(event)).toString()) as { statusCode: number };
    const totalMs = performance.now() - startedAt;
    if (answer.statusCode !== 200) throw new Error(`The product read answered ${answer.statusCode}`);
    return { totalMs, initMs, cpuMs: cpuMs(container.pid), memoryMb: peakMemoryMb(container.pid) };
  } finally {
    await container.stop();
  }
}

function summarise(variant: Variant, samples: Sample[], reference: number): Result {
  const totals = samples.map(({ totalMs }) => totalMs);
  const value = median(totals);
  const goal = GOALS[variant];
  return {
    what: variant,
    value,
    unit: 'ms',
    details: {
      p90: quantile(totals, 0.9),
      init: median(samples.map(({ initMs }) => initMs)),
      cpu: median(samples.map((sample) => sample.cpuMs)),
      peakMb: median(samples.map(({ memoryMb }) => memoryMb)),
    },
    ...(variant !== REFERENCE && { against: REFERENCE, ratio: value / reference }),
    ...(goal !== undefined && atMost(goal, value, reference)),
  };
}
