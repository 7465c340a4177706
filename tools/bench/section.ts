/** One line of the report. */
export interface Result {
  what: string;
  /** Measured, in `unit`. */
  value: number;
  unit: string;
  /** More of the distribution: percentiles, processor time, memory. */
  details?: Record<string, number>;
  /** What it is compared with: the name of another line, and value divided by that line's. */
  against?: string;
  ratio?: number;
  /** The goal of design.md part 8, and whether it is reached. */
  goal?: string;
  reached?: boolean;
}

/** A part of `npm run bench`; a new one is added to the list in sections/index.ts. */
export interface Section {
  /** By which it is chosen on the command line. */
  name: string;
  title: string;
  run(options: BenchOptions): Promise<Result[]>;
}

interface BenchOptions {
  /** Repetitions of what cannot be averaged within one run, such as a cold start. */
  runs: number;
  /** Reports progress. */
  log: (text: string) => void;
}

/** The ratio of two measured values, judged by a goal of at most so much. */
export function atMost(
  goal: number,
  value: number,
  reference: number,
): Pick<Result, 'ratio' | 'goal' | 'reached'> {
  const ratio = value / reference;
  return { ratio, goal: `≤ ${goal}×`, reached: ratio <= goal };
}

/** The ratio of two measured values, judged by a goal of at least so much. */
export function atLeast(
  goal: number,
  value: number,
  reference: number,
): Pick<Result, 'ratio' | 'goal' | 'reached'> {
  const ratio = value / reference;
  return { ratio, goal: `≥ ${goal}×`, reached: ratio >= goal };
}
