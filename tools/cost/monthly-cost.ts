import type { Traffic } from './traffic.ts';

/** Dollars; the fields say per what. Read from prices.json. */
export interface Prices {
  /** Day of the price list. */
  asOf: string;
  lambda: { perMillionRequests: number; perGbSecond: number };
  httpApi: { perMillionRequests: number };
  logs: { perGbIngested: number; perGbMonthStored: number };
  metrics: { perMetricMonth: number; freeMetrics: number };
  alarms: { perMetricAlarmMonth: number; freeAlarmMetrics: number };
  dashboards: { perDashboardMonth: number; freeDashboards: number };
  s3: { perGbMonth: number; perThousandGets: number };
  transfer: { perGb: number; freeGb: number };
  smallServer: Record<string, number>;
}

export interface CostLine {
  service: string;
  usage: string;
  /** Dollars a month. */
  cost: number;
}

const MILLION = 1_000_000;

/** What a month of this traffic costs, line by line as in the specification, without any free tier that ends. */
export function monthlyCost(traffic: Traffic, prices: Prices): CostLine[] {
  const invocations = traffic.requests + traffic.sweeps;
  const gbSeconds =
    (traffic.memoryMb / 1024) *
    (traffic.requests * traffic.requestSeconds +
      traffic.sweeps * traffic.sweepSeconds +
      traffic.coldStarts * traffic.initSeconds);
  const logGb =
    (traffic.requests * traffic.logBytesPerRequest + traffic.sweeps * traffic.logBytesPerSweep) / 1e9;
  const storedGb = (logGb / 30) * traffic.logRetentionDays;
  const outGb = (traffic.requests * traffic.answerBytes) / 1e9;
  return [
    line(
      'AWS Lambda',
      `${count(invocations)} invocations, ${count(gbSeconds)} GB-seconds`,
      (invocations / MILLION) * prices.lambda.perMillionRequests + gbSeconds * prices.lambda.perGbSecond,
    ),
    line(
      'API Gateway',
      `${count(traffic.requests)} requests`,
      (traffic.requests / MILLION) * prices.httpApi.perMillionRequests,
    ),
    line(
      'CloudWatch Logs',
      `${logGb.toFixed(3)} GB in, ${storedGb.toFixed(3)} GB kept`,
      logGb * prices.logs.perGbIngested + storedGb * prices.logs.perGbMonthStored,
    ),
    line(
      'CloudWatch metrics',
      `${traffic.metrics} of our own, ${prices.metrics.freeMetrics} free`,
      Math.max(0, traffic.metrics - prices.metrics.freeMetrics) * prices.metrics.perMetricMonth,
    ),
    line(
      'CloudWatch alarms',
      `${traffic.alarmMetrics} metrics watched, ${prices.alarms.freeAlarmMetrics} free`,
      Math.max(0, traffic.alarmMetrics - prices.alarms.freeAlarmMetrics) * prices.alarms.perMetricAlarmMonth,
    ),
    line(
      'CloudWatch dashboard',
      `1, ${prices.dashboards.freeDashboards} free`,
      Math.max(0, 1 - prices.dashboards.freeDashboards) * prices.dashboards.perDashboardMonth,
    ),
    line(
      'S3',
      `${traffic.storedGb} GB, ${count(traffic.s3Gets)} GETs`,
      traffic.storedGb * prices.s3.perGbMonth + (traffic.s3Gets / 1000) * prices.s3.perThousandGets,
    ),
    line(
      'Data transfer',
      `${outGb.toFixed(3)} GB out`,
      Math.max(0, outGb - prices.transfer.freeGb) * prices.transfer.perGb,
    ),
  ];
}

export function total(lines: CostLine[]): number {
  return lines.reduce((sum, { cost }) => sum + cost, 0);
}

const line = (service: string, usage: string, cost: number): CostLine => ({ service, usage, cost });
const count = (value: number): string => Math.round(value).toLocaleString('en-US');
