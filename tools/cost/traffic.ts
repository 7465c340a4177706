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

/** What one request and one start take, before the share of the processor is known. */
export interface Measured {
  /** Of a full processor. */
  requestCpuMs: number;
  /** Waiting for the database; no share of the processor makes it longer. */
  waitMs: number;
  initMs: number;
  answerBytes: number;
  logBytesPerRequest: number;
}

/** Lambda gives a full processor at this size, and a share in proportion below; initialisation always has a full one. */
export const FULL_PROCESSOR_MB = 1769;
/** A container lives for minutes without work; at a shop's pace about one request in fifty finds none. */
const REQUESTS_PER_COLD_START = 50;
/** A run of the sweeper that finds nothing asks each of its tasks once. */
const SWEEP_IN_REQUESTS = 5;

/** A month of so many requests, billed as Lambda bills them. */
export function trafficOf(requests: number, measured: Measured, memoryMb: number): Traffic {
  const slowdown = Math.max(1, FULL_PROCESSOR_MB / memoryMb);
  const requestSeconds = (measured.requestCpuMs * slowdown + measured.waitMs) / 1000;
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
    alarmMetrics: 10,
    storedGb: 0.1,
    s3Gets: 1_000,
  };
}
