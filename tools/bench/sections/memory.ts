import { Container } from '../../lambda/runtime/container.ts';
import { buildRuntimeClient } from '../../lambda/runtime/runtime-client.ts';
import { prepareLambdaBench } from '../lambda-variants.ts';
import { peakMemoryMb } from '../measure/process-usage.ts';
import { productEvent, productPageEvent } from '../product-event.ts';
import type { Section } from '../section.ts';

const REQUESTS = 5_000;
/** So many product reads for one page of 100 products. */
const READS_A_PAGE = 9;
const GOAL_MB = 200;

/** The largest size that a container of 512 MB reaches while requests come one after the other, large answers among them. */
export const memory: Section = {
  name: 'memory',
  title: 'Peak memory at 512 MB under load',
  async run({ log }) {
    const client = await buildRuntimeClient();
    const bench = await prepareLambdaBench();
    const container = await Container.start(bench.variants['this, with cache']);
    try {
      log(`${REQUESTS} requests one after the other, every tenth for 100 products, through ${client.name}`);
      const reads = bench.productIds.map(productEvent);
      for (let request = 0; request < REQUESTS; request++) {
        const isPage = request % (READS_A_PAGE + 1) === READS_A_PAGE;
        await container.invoke(isPage ? productPageEvent(100) : reads[request % reads.length]);
      }
      const value = peakMemoryMb(container.pid);
      return [{ what: 'this', value, unit: 'MB', goal: `≤ ${GOAL_MB} MB`, reached: value <= GOAL_MB }];
    } finally {
      await container.stop();
      await bench.stop();
    }
  },
};
