import mongoose from 'mongoose';

/** A call of the driver, as Mongoose made it. */
export interface RecordedQuery {
  collection: string;
  method: string;
  /** The filter of a read; what is written otherwise. */
  filter: Record<string, unknown>;
  options: { sort?: Record<string, 1 | -1>; limit?: number };
}

/** Every call to the database while `run` is running. */
export async function recordQueries(run: () => Promise<unknown>): Promise<RecordedQuery[]> {
  const queries: RecordedQuery[] = [];
  mongoose.set('debug', (collection: string, method: string, ...args: unknown[]) => {
    const [filter, options] = args as [RecordedQuery['filter'], RecordedQuery['options'] | undefined];
    queries.push({ collection, method, filter, options: options ?? {} });
  });
  try {
    await run();
  } finally {
    mongoose.set('debug', false);
  }
  return queries;
}
