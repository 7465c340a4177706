import { Binary, Int32, Long } from 'bson';
import { decode, encode, MAX_INTERNAL_BYTES } from '../bson/codec.ts';
import { keyOf } from '../bson/key.ts';
import { type Doc, isDoc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Journal } from '../storage/journal.ts';

/** What a statement did: the fields of its reply, or a whole encoded reply. */
export type StatementResult = Doc | Uint8Array;

/** By statement: what it did, and as a statement of which command. */
type Results = Map<number, { command: string; result: StatementResult }>;

/** MongoDB's codes for a statement that was another command's before. */
const INCOMPATIBLE: Record<string, number> = {
  insert: 40636,
  delete: 40637,
  update: 40638,
  findAndModify: 40606,
};

/** The newest retryable write of one session. */
interface Session {
  txnNumber: Long;
  results: Results;
  usedAt: number;
}

/** As long as a session may stay unused. */
const SESSION_MS = 30 * 60_000;

/**
 * Remembers what the statements of each session's newest write did, so that a driver that lost the reply and
 * sends the write again gets the first result and nothing is done twice. The memory is as durable as the write.
 */
export class RetryableWrites {
  private readonly sessions = new Map<string, Session>();
  private readonly journal: Journal;

  constructor(journal: Journal) {
    this.journal = journal;
    for (const { session, bytes } of journal.sessions()) this.sessions.set(session, decodeSession(bytes));
  }

  /**
   * @throws {MongoError} TransactionTooOld for a number below the session's newest, InvalidOptions without a session
   */
  begin(lsid: Value | undefined, txnNumber: Long, command: string): RetryableWrite {
    const id = isDoc(lsid ?? null) ? (lsid as Doc)['id'] : undefined;
    if (id === undefined) {
      throw new MongoError(72, 'Transaction number requires a session ID to be specified');
    }
    const key = keyOf(id);
    const known = this.sessions.get(key);
    const order = known === undefined ? 1 : txnNumber.compare(known.txnNumber);
    if (order < 0) {
      throw new MongoError(
        225,
        `A newer retryable write than ${txnNumber.toString()} has already started on this session.`,
      );
    }
    const session = order === 0 ? known! : { txnNumber, results: new Map(), usedAt: 0 };
    session.usedAt = Date.now();
    this.sessions.set(key, session);
    return new RetryableWrite(command, session.results, () =>
      this.journal.putSession(key, () => encodeSession(session)),
    );
  }

  forgetUnused(now = Date.now()): void {
    for (const [key, { usedAt }] of this.sessions) {
      if (now - usedAt <= SESSION_MS) continue;
      this.sessions.delete(key);
      this.journal.removeSession(key);
    }
  }
}

/** One write command of a session. */
export class RetryableWrite {
  /** The statements that were not run because they had been before. */
  readonly retried: number[] = [];
  private readonly command: string;
  private readonly results: Results;
  private readonly save: () => void;
  private hasNews = false;

  constructor(command: string, results: Results, save: () => void) {
    this.command = command;
    this.results = results;
    this.save = save;
  }

  /**
   * The result of a statement that was run before.
   * @throws {MongoError} when another command ran it, whose result has another form
   */
  recall(statement: number): StatementResult | undefined {
    const known = this.results.get(statement);
    if (known === undefined) return undefined;
    if (known.command !== this.command) {
      throw new MongoError(
        INCOMPATIBLE[this.command] ?? 2,
        `${this.command} retry request is not compatible with previous write of type: ${known.command}`,
      );
    }
    this.retried.push(statement);
    return known.result;
  }

  remember(statement: number, result: StatementResult): void {
    this.results.set(statement, { command: this.command, result });
    this.hasNews = true;
  }

  /** To be called when the command is done, in the same commit as its changes. */
  finish(): void {
    if (this.hasNews) this.save();
  }
}

function encodeSession({ txnNumber, results, usedAt }: Session): Uint8Array {
  const statements = [...results].map(([statement, { command, result }]) => ({
    statement: new Int32(statement),
    command,
    result: result instanceof Uint8Array ? new Binary(result) : result,
  }));
  // Twice: the result of a findAndModify is itself a reply around a document.
  return encode({ txnNumber, usedAt: new Date(usedAt), statements }, MAX_INTERNAL_BYTES + 16 * 1024);
}

function decodeSession(bytes: Uint8Array): Session {
  const { txnNumber, usedAt, statements } = decode(bytes);
  const results = (statements as Doc[]).map(
    ({ statement, command, result }) =>
      [
        (statement as Int32).value,
        { command: command as string, result: result instanceof Binary ? result.buffer : (result as Doc) },
      ] as const,
  );
  return { txnNumber: txnNumber as Long, usedAt: (usedAt as Date).getTime(), results: new Map(results) };
}
