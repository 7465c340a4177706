import { serialize } from 'bson';
import * as fc from 'fast-check';
import { parseMessage, ProtocolError } from '../protocol/message.ts';
import { MongoError } from '../errors.ts';
import { bodySection, header, opMsg, RawClient } from './raw-client.ts';
import { failureOf, startTestServer, type TestServer } from './support.ts';

const PING = { ping: 1, $db: 'admin' };

/** A message whose body is these bytes. */
function withBody(bytes: Uint8Array): Buffer {
  return opMsg(1, [Buffer.concat([Buffer.from([0]), bytes])]);
}

function sized(length: number, rest: Uint8Array): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32LE(length);
  return Buffer.concat([size, rest]);
}

describe('hostile input', () => {
  let test: TestServer;

  beforeAll(async () => {
    test = await startTestServer();
  });

  afterEach(async () => {
    // Whatever happened, the others are served.
    await test.db.command({ ping: 1 });
  });

  afterAll(() => test.close());

  const CLOSED: [says: string, bytes: Uint8Array][] = [
    ['a length below that of a header', header(15, 1, 2013)],
    ['a negative length', header(-1, 1, 2013)],
    ['a length beyond 48 MB', header(48_000_001, 1, 2013)],
    ['an unknown opcode', header(16, 1, 4711)],
    ['a message without flags', header(16, 1, 2013)],
    ['unknown required flags', opMsg(1, [bodySection(PING)], 1 << 5)],
    ['no section', opMsg(1, [])],
    ['two bodies', opMsg(1, [bodySection(PING), bodySection(PING)])],
    ['an unknown section', opMsg(1, [Buffer.from([7, 5, 0, 0, 0, 0])])],
    ['a section longer than the message', withBody(sized(500, Buffer.from([0])))],
    [
      'a sequence whose name has no end',
      opMsg(1, [bodySection(PING), Buffer.concat([Buffer.from([1]), sized(8, Buffer.from('abcd'))])]),
    ],
    ['garbage', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
  ];

  it.each(CLOSED)('closes the connection on %s', async (_, bytes) => {
    const raw = await RawClient.connect(test.server.port);
    raw.write(bytes);
    await expect(raw.closed()).resolves.toBeUndefined();
  });

  const ping = serialize({ ping: 'text', $db: 'admin' });
  const cut = Buffer.from(ping);
  cut.writeInt32LE(99, 10);
  const INVALID: [says: string, bytes: Uint8Array][] = [
    ['a document with an unknown type', sized(8, Buffer.from([0x55, 0x61, 0, 0]))],
    ['a text longer than its document', cut],
    ['a name without an end', sized(9, Buffer.from([0x10, 0x61, 0x62, 0x63, 0x64]))],
    ['text that is not UTF-8', Buffer.from(ping.map((byte) => (byte === 0x65 ? 0xff : byte)))],
    ['a boolean that is neither', sized(9, Buffer.from([0x08, 0x61, 0, 7, 0]))],
  ];

  it.each(INVALID)('answers %s with an error', async (_, bytes) => {
    const raw = await RawClient.connect(test.server.port);
    raw.write(withBody(bytes));
    expect((await raw.reply()).body).toMatchObject({ ok: 0, code: 22, codeName: 'InvalidBSON' });
    expect(await raw.command(PING)).toMatchObject({ ok: 1 });
    raw.close();
  });

  it('waits for a message that is not whole, and forgets it with its connection', async () => {
    const raw = await RawClient.connect(test.server.port);
    raw.write(header(40_000_000, 1, 2013));
    raw.write(Buffer.alloc(1000));
    raw.close();
    await expect(raw.closed()).resolves.toBeUndefined();
  });

  it('survives deep nesting in documents, queries, updates and expressions', async () => {
    const deep = (depth: number, wrap: (inner: unknown) => unknown): unknown => {
      let value: unknown = 1;
      for (let i = 0; i < depth; i++) value = wrap(value);
      return value;
    };
    const raw = await RawClient.connect(test.server.port);
    const commands = [
      { insert: 'deep', documents: [{ a: deep(2_000, (a) => ({ a })) }] },
      { find: 'deep', filter: deep(2_000, (inner) => ({ $and: [inner === 1 ? { a: 1 } : inner] })) },
      { find: 'deep', filter: { a: deep(2_000, (inner) => ({ $not: inner === 1 ? { $gt: 1 } : inner })) } },
      {
        aggregate: 'deep',
        pipeline: [{ $project: { a: deep(2_000, (inner) => ({ $not: [inner] })) } }],
        cursor: {},
      },
      {
        update: 'deep',
        updates: [{ q: {}, u: { $set: { [Array(3_000).fill('a').join('.')]: 1 } }, upsert: true }],
      },
    ];
    for (const command of commands) {
      const reply = await raw.command({ ...command, $db: 'test' });
      expect(reply['ok'] === 1 || reply['code'] === 15).toBe(true);
    }
    raw.close();
  });

  // While each beginning of a path was a string of its own, this took longer than a test may.
  it('compares long paths', async () => {
    const long = (end: string): string => [...Array<string>(20_000).fill('a'), end].join('.');
    const paths = Array.from({ length: 4 }, (_, i) => [long(`z${i}`), 1]);
    const update = { $set: Object.fromEntries(paths), $inc: { [long('z0.b')]: 1 } };
    expect(await failureOf(test.db.collection('long').updateOne({}, update))).toMatchObject({ code: 40 });
  });

  it('keeps names like __proto__ as plain fields', async () => {
    const hostile = JSON.parse(
      '{"_id":1,"__proto__":{"polluted":1},"constructor":{"prototype":2},"toString":3}',
    );
    const raw = await RawClient.connect(test.server.port);
    await raw.command({ insert: 'names', documents: [hostile], $db: 'test' });
    await raw.command({
      update: 'names',
      updates: [{ q: {}, u: JSON.parse('{"$set":{"__proto__.more":1,"a.__proto__":2}}') }],
      $db: 'test',
    });
    const find = async (filter: object): Promise<unknown[]> =>
      (await raw.command({ find: 'names', filter, projection: JSON.parse('{"__proto__":1}'), $db: 'test' }))[
        'cursor'
      ].firstBatch;
    const [found] = (await find({})) as object[];
    expect(JSON.stringify(found)).toBe('{"_id":1,"__proto__":{"polluted":1,"more":1}}');
    expect(await find(JSON.parse('{"__proto__.polluted":1}'))).toHaveLength(1);
    expect(await find({ 'nothing.constructor': { $exists: true } })).toHaveLength(0);
    expect(await find({ hasOwnProperty: { $exists: true } })).toHaveLength(0);
    expect(({} as { polluted?: number; more?: number }).polluted).toBeUndefined();
    expect(({} as { polluted?: number; more?: number }).more).toBeUndefined();
    raw.close();
  });

  it('interrupts a regular expression that explodes', async () => {
    await test.db.collection('regex').insertOne({ a: `${'a'.repeat(40)}!` });
    expect(
      await failureOf(
        test.db
          .collection('regex')
          .find({ a: /^(a+)+$/ })
          .toArray(),
      ),
    ).toMatchObject({ code: 50 });
    expect(
      await failureOf(
        test.db.collection('regex').updateOne({ a: { $regex: '^(a|a)+$' } }, { $set: { b: 1 } }),
      ),
    ).toMatchObject({ code: 50 });
  }, 30_000);

  it('keeps to maxTimeMS', async () => {
    await test.db
      .collection('slow')
      .insertMany(Array.from({ length: 3000 }, (_, i) => ({ i, rows: Array(50).fill(i) })));
    const slow = test.db
      .collection('slow')
      .find({ rows: { $elemMatch: { $gt: 1e9 } } })
      .maxTimeMS(1);
    expect(await failureOf(slow.toArray())).toMatchObject({ code: 50, codeName: 'MaxTimeMSExpired' });
  });

  it('parses any bytes into a request or one of its two errors', () => {
    const message = opMsg(1, [bodySection({ find: 'x', filter: { a: [1, 'b', { c: null }] }, $db: 'test' })]);
    const flips = fc.array(fc.tuple(fc.nat(message.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    const mutated = flips.map((changes) => {
      const copy = Buffer.from(message);
      for (const [at, byte] of changes) copy[at] = byte;
      return copy;
    });
    const random = fc.uint8Array({ minLength: 16, maxLength: 300 }).map((bytes) => {
      const copy = Buffer.from(bytes);
      copy.writeInt32LE(copy[0]! % 2 === 0 ? 2013 : 2004, 12);
      return copy;
    });
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(fc.oneof(mutated, random), (bytes) => {
        try {
          parseMessage(bytes);
          outcomes.add('Request');
        } catch (error) {
          if (!(error instanceof ProtocolError || error instanceof MongoError)) throw error;
          outcomes.add(error.constructor.name);
        }
      }),
      { numRuns: 3000 },
    );
    expect([...outcomes].toSorted()).toEqual(['MongoError', 'ProtocolError', 'Request']);
  });

  it('answers or closes whatever it is sent, and goes on', async () => {
    const message = opMsg(1, [
      bodySection({ update: 'fuzz', updates: [{ q: { a: 1 }, u: { $push: { b: 1 } } }], $db: 'test' }),
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 16, max: message.length - 1 }), fc.nat(255)), {
          minLength: 1,
          maxLength: 4,
        }),
        async (changes) => {
          const copy = Buffer.from(message);
          for (const [at, byte] of changes) copy[at] = byte;
          const raw = await RawClient.connect(test.server.port);
          raw.write(copy);
          // A message that asks for no reply gets none: the next one does.
          raw.write(opMsg(2, [bodySection(PING)]));
          const outcome = await Promise.race([
            raw.reply().then(() => 'answered'),
            raw.closed().then(() => 'closed'),
          ]).catch(() => 'closed');
          raw.close();
          expect(['answered', 'closed']).toContain(outcome);
        },
      ),
      { numRuns: 150 },
    );
  }, 30_000);
});
