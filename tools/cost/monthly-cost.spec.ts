import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monthlyCost, total, type Prices } from './monthly-cost.ts';
import { SPECIFIED } from './specified.ts';
import { trafficOf, type Traffic } from './traffic.ts';

const PRICES = JSON.parse(readFileSync(join(__dirname, 'prices.json'), 'utf8')) as Prices;

/** The usage that the specification's table assumes. */
const SPECIFIED_USAGE: Traffic = {
  requests: 50_000,
  memoryMb: 512,
  requestSeconds: 1,
  coldStarts: 0,
  initSeconds: 0,
  sweeps: 0,
  sweepSeconds: 0,
  answerBytes: 40_000,
  logBytesPerRequest: 10_000,
  logBytesPerSweep: 0,
  logRetentionDays: 300,
  metrics: 0,
  alarmMetrics: 0,
  storedGb: 0.1,
  s3Gets: 1_000,
};

const MEASURED = {
  billedMsBySize: new Map([
    [512, 20],
    [1024, 5],
  ]),
  waitMs: 10,
  initMs: 300,
  answerBytes: 8_000,
  logBytesPerRequest: 900,
};

describe('monthlyCost', () => {
  it.each(SPECIFIED)(
    'comes to the specified cost of $service for the specified usage',
    ({ service, cost }) => {
      const line = monthlyCost(SPECIFIED_USAGE, PRICES).find((one) => one.service === service);

      // The specification rounds each line to a cent.
      expect(Math.abs(line!.cost - cost)).toBeLessThan(0.01);
    },
  );

  it('grows with traffic, line by line', () => {
    const small = monthlyCost(trafficOf(50_000, MEASURED, 512), PRICES);
    const large = monthlyCost(trafficOf(5_000_000, MEASURED, 512), PRICES);

    for (const [index, line] of small.entries()) expect(large[index]!.cost).toBeGreaterThanOrEqual(line.cost);
    expect(total(large)).toBeGreaterThan(total(small));
  });

  it('charges for metrics, alarms and dashboards only beyond those that are always free', () => {
    const free = monthlyCost({ ...SPECIFIED_USAGE, metrics: 10, alarmMetrics: 10 }, PRICES);
    const more = monthlyCost({ ...SPECIFIED_USAGE, metrics: 12, alarmMetrics: 13 }, PRICES);

    expect(total(more) - total(free)).toBeCloseTo(2 * 0.3 + 3 * 0.1);
  });
});

describe('trafficOf', () => {
  it.each([
    [512, 0.03],
    [1000, 0.03],
    [1024, 0.015],
    [2048, 0.015],
  ])('takes what was measured at the largest size that is not above %d MB', (memoryMb, seconds) => {
    expect(trafficOf(1, MEASURED, memoryMb).requestSeconds).toBeCloseTo(seconds);
  });

  it('knows nothing of a size below the measured ones', () => {
    expect(() => trafficOf(1, MEASURED, 256)).toThrow('256 MB');
  });
});
