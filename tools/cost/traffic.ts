/** A month of traffic, and what one request of it takes. */
export interface Traffic {
  requests: number;
  memoryMb: number;
  /** Billed duration of an average request. */
  requestSeconds: number;
  /** Requests that found no idle container. */
  coldStarts: number;
  /** Billed initialisation of a container. */
  initSeconds: number;
  sweeps: number;
  sweepSeconds: number;
  answerBytes: number;
  logBytesPerRequest: number;
  logBytesPerSweep: number;
  logRetentionDays: number;
  /** Custom metrics that are emitted. */
  metrics: number;
  /** Metrics that alarms look at. */
  alarmMetrics: number;
  /** Deployments kept. */
  storedGb: number;
  s3Gets: number;
}

const SWEEPS_A_MONTH = 60 * 24 * 30;

/** What one request and one start take. */
export interface Measured {
  /** Average billed time of a request by memory size in MB, with the database beside the function. */
  billedMsBySize: ReadonlyMap<number, number>;
  /** Waiting for a database on the network; no share of the processor makes it longer. */
  waitMs: number;
  initMs: number;
  answerBytes: number;
  logBytesPerRequest: number;
}

/** A container lives for minutes without work; at a shop's pace about one request in fifty finds none. */
const REQUESTS_PER_COLD_START = 50;
/** A run of the sweeper that finds nothing asks each of its tasks once. */
const SWEEP_IN_REQUESTS = 5;

/**
 * A month of so many requests, billed as Lambda bills them.
 * @throws for a memory size below every measured one; between two, a request takes as long as at the smaller
 */
export function trafficOf(requests: number, measured: Measured, memoryMb: number): Traffic {
  const requestSeconds = (billedMs(measured.billedMsBySize, memoryMb) + measured.waitMs) / 1000;
  return {
    requests,
    memoryMb,
    requestSeconds,
    coldStarts: requests / REQUESTS_PER_COLD_START,
    initSeconds: measured.initMs / 1000,
    sweeps: SWEEPS_A_MONTH,
    sweepSeconds: requestSeconds * SWEEP_IN_REQUESTS,
    answerBytes: measured.answerBytes,
    logBytesPerRequest: measured.logBytesPerRequest,
    logBytesPerSweep: 600,
    logRetentionDays: 90,
    metrics: 10,
    alarmMetrics: 11,
    storedGb: 0.1,
    s3Gets: 1_000,
  };
}

function billedMs(bySize: ReadonlyMap<number, number>, memoryMb: number): number {
  const measured = Math.max(...[...bySize.keys()].filter((size) => size <= memoryMb));
  const billed = bySize.get(measured);
  if (billed === undefined) throw new Error(`Nothing was measured at ${memoryMb} MB or less`);
  return billed;
}
