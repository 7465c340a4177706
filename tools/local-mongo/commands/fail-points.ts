import { type Doc, isDoc, isNumeric, toNumber, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Command, CommandContext } from './dispatcher.ts';

/**
 * Those of mongod's fail points that tests of applications need. `failCommand` fails a command before it runs;
 * `onPrimaryTransactionalWrite` closes the connection after a retryable write was done, so that its reply is lost.
 * @see https://github.com/mongodb/mongo/wiki/The-failCommand-Fail-Point
 */
export type FailPointName = 'failCommand' | 'onPrimaryTransactionalWrite';

interface FailPoint {
  data: Doc;
  /** Times that it still lets pass. */
  skip: number;
  /** Times that it still fires after that. */
  times: number;
  probability: number;
  entered: number;
}

/** The options of each fail point; others would promise what does not happen. */
const OPTIONS: Record<FailPointName, string> = {
  failCommand:
    'failCommands errorCode errorLabels writeConcernError closeConnection blockConnection blockTimeMS appName',
  onPrimaryTransactionalWrite: 'closeConnection',
};

export class FailPoints {
  private readonly points = new Map<string, FailPoint>();

  /** Returns how often the fail point as it was before fired. */
  configure(name: string, mode: Value, data: Doc): number {
    const options = (OPTIONS as Record<string, string>)[name]?.split(' ');
    if (options === undefined) throw new MongoError(2, `failpoint ${name} not found`);
    const unknown = Object.keys(data).find((option) => !options.includes(option));
    if (unknown !== undefined) throw new MongoError(2, `${name}.${unknown} is not supported by this server`);
    const entered = this.points.get(name)?.entered ?? 0;
    if (mode === 'off') this.points.delete(name);
    else this.points.set(name, { ...parseMode(mode), data, entered: 0 });
    return entered;
  }

  /** The data of a fail point when it fires for this occasion, which counts as one of its times. */
  fire(name: FailPointName, applies: (data: Doc) => boolean = () => true): Doc | undefined {
    const point = this.points.get(name);
    if (point === undefined || !applies(point.data)) return undefined;
    if (point.skip > 0) {
      point.skip--;
      return undefined;
    }
    if (point.times <= 0 || Math.random() >= point.probability) return undefined;
    point.times--;
    point.entered++;
    return point.data;
  }
}

function parseMode(mode: Value): Pick<FailPoint, 'skip' | 'times' | 'probability'> {
  const always = { skip: 0, times: Infinity, probability: 1 };
  if (mode === 'alwaysOn') return always;
  if (isDoc(mode) && Object.keys(mode).length === 1) {
    const [[option, value]] = Object.entries(mode) as [[string, Value]];
    const number = isNumeric(value) ? toNumber(value) : -1;
    if (option === 'times' && number >= 0) return { ...always, times: number };
    if (option === 'skip' && number >= 0) return { ...always, skip: number };
    if (option === 'activationProbability' && number >= 0 && number <= 1)
      return { ...always, probability: number };
  }
  throw new MongoError(2, `unknown mode: ${JSON.stringify(mode)}`);
}

function configureFailPoint({ state, database, name, body }: CommandContext): object {
  if (database !== 'admin') {
    throw new MongoError(13, 'configureFailPoint may only be run against the admin database.');
  }
  const point = body[name]!;
  const data = body['data'] ?? {};
  if (typeof point !== 'string' || !isDoc(data))
    throw new MongoError(14, 'configureFailPoint needs a name and data');
  return { count: state.failPoints.configure(point, body['mode'] ?? null, data) };
}

export const FAIL_POINT_COMMANDS: Record<string, Command> = {
  configureFailPoint: { run: (context) => ({ ...configureFailPoint(context) }), arguments: 'mode data' },
};
