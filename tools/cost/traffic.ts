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

/** Durations as `npm run bench` measured them, stretched by what the processor share of the memory size leaves. */
export interface Measured {
  requestMs: number;
  initMs: number;
  answerBytes: number;
  logBytesPerRequest: number;
}

/**
 * What a month looks like with so many requests.
 * Lambda gives a full processor at 1,769 MB and a share in proportion below; initialisation has a full one whatever the size.
 */
export function trafficOf(requests: number, measured: Measured, memoryMb: number): Traffic {
  const slowdown = Math.max(1, 1769 / memoryMb);
  return {
    requests,
    memoryMb,
    requestSeconds: (measured.requestMs * slowdown) / 1000,
    // A container lives for minutes without work; at a shop's pace about one request in fifty meets none.
    coldStarts: Math.max(requests / 50, 30),
    initSeconds: measured.initMs / 1000,
    sweeps: SWEEPS_A_MONTH,
    sweepSeconds: (measured.requestMs * 5 * slowdown) / 1000,
    answerBytes: measured.answerBytes,
    logBytesPerRequest: measured.logBytesPerRequest,
    logBytesPerSweep: 600,
    logRetentionDays: 90,
    metrics: 10,
    alarmMetrics: 9,
    storedGb: 0.1,
    s3Gets: 1_000,
  };
}
