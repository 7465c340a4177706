import { createContext, Script } from 'node:vm';
import { BSONRegExp } from 'bson';
import { type Doc, isDoc, isNumeric, toNumber, typeName, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';

/** The longest that a command may work with regular expressions: one that explodes must not stop the server. */
const REGEX_LIMIT_MS = 2_000;
const MAX_INT = 0x7fff_ffff;

const sandbox: { work: () => void } = { work: () => undefined };
const context = createContext(sandbox);
const script = new Script('work()');

/** Does work that only reads, and gives up when it takes too long. */
export type Limited = <T>(work: () => T) => T;

/** How long one command may read: its own maxTimeMS, and a limit of the server where it brings a regular expression. */
export class TimeLimit {
  private readonly deadline: number;
  private regexLeft = REGEX_LIMIT_MS;

  constructor(maxTimeMs: number) {
    this.deadline = performance.now() + maxTimeMs;
  }

  /** The limit for work that looks at these parts of the command. */
  over(...parts: (Value | undefined)[]): Limited {
    const withRegex = parts.some(hasRegex);
    return (work) => {
      const startedAt = performance.now();
      const left = this.deadline - startedAt;
      if (!withRegex) return limitTime(left, work);
      try {
        return limitTime(Math.min(left, this.regexLeft), work);
      } finally {
        this.regexLeft -= performance.now() - startedAt;
      }
    };
  }
}

/**
 * V8 can interrupt it anywhere, even within one regular expression.
 * @throws {MongoError} MaxTimeMSExpired
 */
function limitTime<T>(milliseconds: number, work: () => T): T {
  if (milliseconds === Infinity) return work();
  if (milliseconds <= 0) throw expired();
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
    throw expired();
  }
  if (failure !== undefined) throw failure;
  return result as T;
}

function expired(): MongoError {
  return new MongoError(50, 'operation exceeded time limit');
}

/**
 * A command's maxTimeMS; Infinity when it sets none.
 * @throws {MongoError} TypeMismatch, BadValue
 */
export function maxTimeMsOf(body: Doc): number {
  const value = body['maxTimeMS'] ?? null;
  if (value === null) return Infinity;
  if (!isNumeric(value)) throw new MongoError(14, `maxTimeMS must be a number, not '${typeName(value)}'`);
  const number = toNumber(value);
  if (!Number.isInteger(number)) throw new MongoError(2, 'maxTimeMS has non-integral value');
  if (number < 0 || number > MAX_INT)
    throw new MongoError(2, `${number} value for maxTimeMS is out of range`);
  return number === 0 ? Infinity : number;
}

function hasRegex(value: Value | undefined): boolean {
  if (value instanceof BSONRegExp) return true;
  if (Array.isArray(value)) return value.some(hasRegex);
  if (!isDoc(value)) return false;
  return Object.entries(value).some(([name, item]) => name.startsWith('$regex') || hasRegex(item));
}
