import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { monthlyCost, total, type CostLine, type Prices } from './monthly-cost.ts';
import { measuredDurations } from './measured.ts';
import { SPECIFIED } from './specified.ts';
import { trafficOf } from './traffic.ts';

/**
 * `npm run cost [-- --requests 50000] [--memory 512]`: what a month of so many requests costs after every free tier that
 * ends, beside the table of the specification and a small server.
 */
const { values: options } = parseArgs({
  options: {
    requests: { type: 'string', default: '50000' },
    memory: { type: 'string', default: '512' },
  },
});
const requests = Number(options.requests);
const memoryMb = Number(options.memory);
const prices = JSON.parse(await readFile(join(import.meta.dirname, 'prices.json'), 'utf8')) as Prices;
const measured = await measuredDurations();
const lines = monthlyCost(trafficOf(requests, measured, memoryMb), prices);

console.log(`A month of ${requests.toLocaleString('en-US')} requests at ${memoryMb} MB`);
console.table(Object.fromEntries(lines.map((line) => [line.service, toRow(line)])));
console.log(
  `In all ${dollars(total(lines))}; the specification says ${dollars(total(SPECIFIED))} for 50,000 requests.`,
);
const server = Object.values(prices.smallServer).reduce((sum, price) => sum + price, 0);
console.log(`A small server with a load balancer: ${dollars(server)}.`);
console.log(
  `Durations: ${measured.source}. Prices: ${prices.asOf}, tools/cost/prices.json. The database is not in it.`,
);

console.log(
  '\nThe same by memory size: a larger share of the processor answers sooner, and waits for the database at a higher price',
);
const sizes = [...measured.billedMsBySize.keys()].map((size) => {
  const traffic = trafficOf(requests, measured, size);
  const lambda = monthlyCost(traffic, prices)[0]!;
  return [
    `${size} MB`,
    { 'request ms': Math.round(traffic.requestSeconds * 1000), 'Lambda $': round(lambda.cost) },
  ];
});
console.table(Object.fromEntries(sizes));

function toRow({ service, usage, cost }: CostLine) {
  const specified = SPECIFIED.find((line) => line.service === service);
  return { usage, '$ a month': round(cost), specified: specified === undefined ? '' : specified.cost };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function dollars(value: number): string {
  return `$${value.toFixed(2)}`;
}
