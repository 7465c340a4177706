import { Long, serialize } from 'bson';
import { crc32c } from '../protocol/crc32c.ts';
import { bodySection, header, opMsg, RawClient, sequenceSection } from './raw-client.ts';
import { startTestServer, type TestServer } from './support.ts';

const PING = { ping: 1, $db: 'admin' };

describe('the wire protocol', () => {
  let test: TestServer;
  let raw: RawClient;

  beforeAll(async () => {
    test = await startTestServer();
  });

  beforeEach(async () => {
    raw = await RawClient.connect(test.server.port);
  });

  afterEach(() => raw.close());
  afterAll(() => test.close());

  it('answers a message with its id', async () => {
    raw.write(opMsg(77, [bodySection(PING)]));
    expect(await raw.reply()).toMatchObject({ responseTo: 77, opCode: 2013, flags: 0, body: { ok: 1 } });
  });

  it('takes messages in pieces and several at once, and keeps their order', async () => {
    const bytes = Buffer.concat([1, 2, 3].map((id) => opMsg(id, [bodySection(PING)])));
    for (const byte of bytes.subarray(0, 50)) raw.write(Buffer.from([byte]));
    raw.write(bytes.subarray(50));
    const ids = [await raw.reply(), await raw.reply(), await raw.reply()].map((reply) => reply.responseTo);
    expect(ids).toEqual([1, 2, 3]);
  });

  it('takes documents as sequences, before and after the body', async () => {
    const body = bodySection({ insert: 'sequences', $db: 'test' });
    raw.write(opMsg(1, [sequenceSection('documents', [{ _id: 1 }, { _id: 2 }]), body]));
    expect((await raw.reply()).body).toEqual({ n: 2, ok: 1 });
    const update = sequenceSection('updates', [{ q: { _id: 1 }, u: { $set: { a: 1 } } }]);
    raw.write(opMsg(2, [bodySection({ update: 'sequences', $db: 'test' }), update]));
    expect((await raw.reply()).body).toMatchObject({ n: 1, nModified: 1 });
  });

  it('checks a checksum that is there', async () => {
    const message = opMsg(1, [bodySection(PING)], 1);
    const whole = Buffer.concat([message, Buffer.alloc(4)]);
    whole.writeInt32LE(whole.length, 0);
    whole.writeUInt32LE(crc32c(whole.subarray(0, -4)), whole.length - 4);
    raw.write(whole);
    expect((await raw.reply()).body).toMatchObject({ ok: 1 });
    whole[20]! ^= 1;
    raw.write(whole);
    await raw.closed();
  });

  it('computes the checksum that RFC 3720 defines', () => {
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  });

  it('does what wants no reply and stays silent', async () => {
    raw.write(opMsg(1, [bodySection({ insert: 'silent', documents: [{ _id: 1 }], $db: 'test' })], 2));
    raw.write(opMsg(2, [bodySection({ count: 'silent', $db: 'test' })]));
    expect(await raw.reply()).toMatchObject({ responseTo: 2, body: { n: 1 } });
  });

  it('answers the legacy handshake in its own opcode', async () => {
    const query = Buffer.concat([
      Buffer.alloc(4),
      Buffer.from('admin.$cmd\0'),
      Buffer.alloc(4),
      Buffer.from([255, 255, 255, 255]),
    ]);
    const body = serialize({ ismaster: 1, helloOk: true });
    const content = Buffer.concat([query, body]);
    raw.write(Buffer.concat([header(16 + content.length, 5, 2004), content]));
    const reply = await raw.reply();
    expect(reply).toMatchObject({
      opCode: 1,
      responseTo: 5,
      body: { ismaster: true, helloOk: true, maxWireVersion: 21, ok: 1 },
    });
  });

  it('says hello as the primary of a one-node replica set', async () => {
    expect(await raw.command({ hello: 1, $db: 'admin' })).toMatchObject({
      isWritablePrimary: true,
      setName: 'rs0',
      hosts: [`127.0.0.1:${test.server.port}`],
      me: `127.0.0.1:${test.server.port}`,
      maxBsonObjectSize: 16_777_216,
      maxMessageSizeBytes: 48_000_000,
      maxWriteBatchSize: 100_000,
      logicalSessionTimeoutMinutes: 30,
    });
  });

  it('offers no compression, whatever a client proposes', async () => {
    const reply = await raw.command({ hello: 1, compression: ['zlib', 'zstd'], $db: 'admin' });
    expect(reply).not.toHaveProperty('compression');
    raw.write(header(16, 1, 2012));
    await raw.closed();
  });

  it('holds a hello back for as long as the client wants to wait', async () => {
    const { topologyVersion } = await raw.command({ hello: 1, $db: 'admin' });
    const startedAt = performance.now();
    await raw.command({ hello: 1, topologyVersion, maxAwaitTimeMS: Long.fromInt(60), $db: 'admin' });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59);
  });

  it('streams hellos to a client that allows it, each answering to the one before', async () => {
    const { topologyVersion } = await raw.command({ hello: 1, $db: 'admin' });
    raw.write(
      opMsg(9, [bodySection({ hello: 1, topologyVersion, maxAwaitTimeMS: 20, $db: 'admin' })], 1 << 16),
    );
    const first = await raw.reply();
    const second = await raw.reply();
    const third = await raw.reply();
    expect(first).toMatchObject({ responseTo: 9, flags: 2 });
    expect(second).toMatchObject({ responseTo: first.requestId, flags: 2 });
    expect(third).toMatchObject({ responseTo: second.requestId, flags: 2 });
  });

  it('listens on the loopback address only', async () => {
    expect(test.server.uri).toBe(`mongodb://127.0.0.1:${test.server.port}/`);
    expect(raw.socket.remoteAddress).toBe('127.0.0.1');
  });

  it('serves many connections', async () => {
    const clients = await Promise.all(Array.from({ length: 200 }, () => RawClient.connect(test.server.port)));
    const replies = await Promise.all(clients.map((client) => client.command(PING)));
    expect(replies.every(({ ok }) => ok === 1)).toBe(true);
    const { connections } = await raw.command({ serverStatus: 1, $db: 'admin' });
    expect(connections.current).toBeGreaterThan(200);
    for (const client of clients) client.close();
  });

  it('takes a document of 16 MiB, and refuses a larger one', async () => {
    const filler = (bytes: number): string => 'x'.repeat(16 * 1024 * 1024 - bytes);
    const largest = { _id: 1, x: filler(22) };
    expect(serialize(largest)).toHaveLength(16 * 1024 * 1024);
    raw.write(
      opMsg(1, [bodySection({ insert: 'large', $db: 'test' }), sequenceSection('documents', [largest])]),
    );
    expect((await raw.reply()).body).toEqual({ n: 1, ok: 1 });
    raw.write(
      opMsg(2, [
        bodySection({ insert: 'large', $db: 'test' }),
        sequenceSection('documents', [{ _id: 2, x: filler(21) }]),
      ]),
    );
    expect((await raw.reply()).body).toMatchObject({ n: 0, writeErrors: [{ index: 0, code: 10334 }] });
    expect((await test.db.collection('large').findOne({ _id: 1 as never }))!['x']).toHaveLength(
      filler(22).length,
    );
  }, 30_000);

  it('takes a message of nearly 48 MB', async () => {
    const documents = Array.from({ length: 47 }, (_, i) => ({ _id: i, x: 'x'.repeat(1_000_000) }));
    const message = opMsg(1, [
      bodySection({ insert: 'wide', $db: 'test' }),
      sequenceSection('documents', documents),
    ]);
    expect(message.length).toBeGreaterThan(47_000_000);
    raw.write(message);
    expect((await raw.reply()).body).toEqual({ n: 47, ok: 1 });
    await test.db.collection('wide').drop();
  }, 30_000);

  it('gives results in batches, and forgets a cursor that is done or killed', async () => {
    const documents = Array.from({ length: 250 }, (_, i) => ({ _id: i }));
    await test.db.collection('rows').insertMany(documents as never);
    const first = (await raw.command({ find: 'rows', $db: 'test' }))['cursor'];
    expect(first.firstBatch).toHaveLength(101);
    const getMore = { getMore: Long.fromBigInt(BigInt(first.id)), collection: 'rows', $db: 'test' };
    expect((await raw.command({ ...getMore, batchSize: 100 }))['cursor'].nextBatch).toHaveLength(100);
    const last = (await raw.command(getMore))['cursor'];
    expect([last.id, last.nextBatch.length]).toEqual([0, 49]);
    expect(await raw.command(getMore)).toMatchObject({ ok: 0, code: 43, codeName: 'CursorNotFound' });

    const other = (await raw.command({ find: 'rows', batchSize: 0, $db: 'test' }))['cursor'];
    expect(other.firstBatch).toHaveLength(0);
    const id = Long.fromBigInt(BigInt(other.id));
    expect(await raw.command({ getMore: id, collection: 'else', $db: 'test' })).toMatchObject({
      ok: 0,
      code: 13,
    });
    const killed = await raw.command({ killCursors: 'rows', cursors: [id, Long.ONE], $db: 'test' });
    expect(killed).toMatchObject({ cursorsKilled: [other.id], cursorsNotFound: [1] });
  });

  it('ends a result at one batch when told', async () => {
    const { cursor } = await raw.command({ find: 'rows', batchSize: 2, singleBatch: true, $db: 'test' });
    expect(cursor).toMatchObject({ id: 0, firstBatch: [{ _id: 0 }, { _id: 1 }] });
  });
});
