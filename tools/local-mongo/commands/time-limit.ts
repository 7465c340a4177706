import { createContext, Script } from 'node:vm';
import { BSONRegExp } from 'bson';
import { isDoc, isNumeric, toNumber, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';

/** The longest that a command with a regular expression may read: one that explodes must not stop the server. */
const REGEX_LIMIT_MS = 2_000;

const sandbox: { work: () => void } = { work: () => undefined };
const context = createContext(sandbox);
const script = new Script('work()');

/**
 * Does work that only reads, and gives up when it takes too long. V8 can interrupt it anywhere, even within
 * one regular expression.
 * @throws {MongoError} MaxTimeMSExpired
 */
export function limitTime<T>(milliseconds: number | undefined, work: () => T): T {
  if (milliseconds === undefined) return work();
  let result: T | undefined;
  let failure: unknown;
  sandbox.work = () => {
    try {
      result = work();
    } catch (error) {
      failure = error;
    }
  };
  try {
    script.runInContext(context, { timeout: Math.ceil(milliseconds) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new MongoError(50, 'operation exceeded time limit');
  }
  if (failure !== undefined) throw failure;
  return result as T;
}

/** How long a command may read: its own maxTimeMS, and a limit of the server if it brings a regular expression. */
export function timeLimit(maxTimeMs: Value | undefined, ...parts: (Value | undefined)[]): number | undefined {
  const own = isNumeric(maxTimeMs) && toNumber(maxTimeMs) > 0 ? toNumber(maxTimeMs) : Infinity;
  const limit = Math.min(own, parts.some(hasRegex) ? REGEX_LIMIT_MS : Infinity);
  return limit === Infinity ? undefined : limit;
}

function hasRegex(value: Value | undefined): boolean {
  if (value instanceof BSONRegExp) return true;
  if (Array.isArray(value)) return value.some(hasRegex);
  if (!isDoc(value)) return false;
  return Object.entries(value).some(([name, item]) => name.startsWith('$regex') || hasRegex(item));
}
