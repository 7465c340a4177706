import { type Document, MongoClient } from 'mongodb';
import { failureOf, startTestServer, type TestServer } from './support.ts';

describe('fail points', () => {
  let test: TestServer;
  let unretrying: MongoClient;

  beforeAll(async () => {
    test = await startTestServer();
    unretrying = new MongoClient(test.server.uri, { retryWrites: false, retryReads: false, appName: 'shop' });
    await unretrying.connect();
  });

  afterEach(async () => {
    for (const point of ['failCommand', 'onPrimaryTransactionalWrite']) {
      await test.client.db('admin').command({ configureFailPoint: point, mode: 'off' });
    }
  });

  afterAll(async () => {
    await unretrying.close();
    await test.close();
  });

  function configure(point: string, mode: unknown, data: Document = {}): Promise<Document> {
    return test.client.db('admin').command({ configureFailPoint: point, mode, data });
  }

  /** A database whose driver sends each command once. */
  const once = (): ReturnType<MongoClient['db']> => unretrying.db('test');

  describe('failCommand', () => {
    it('fails a command with a code and labels before it does anything', async () => {
      await configure(
        'failCommand',
        { times: 1 },
        { failCommands: ['insert'], errorCode: 189, errorLabels: ['X'] },
      );
      const failure = await failureOf(once().collection('a').insertOne({}));
      expect(failure).toMatchObject({
        code: 189,
        codeName: 'PrimarySteppedDown',
        errorLabels: expect.anything(),
      });
      expect(await once().collection('a').countDocuments()).toBe(0);
    });

    it('leaves other commands alone', async () => {
      await configure('failCommand', 'alwaysOn', { failCommands: ['insert'], errorCode: 2 });
      expect(await once().collection('a').countDocuments()).toBe(0);
    });

    it('stops after so many times', async () => {
      await configure('failCommand', { times: 2 }, { failCommands: ['ping'], errorCode: 2 });
      const codes = [];
      for (let i = 0; i < 3; i++)
        codes.push(
          await once()
            .command({ ping: 1 })
            .then(
              () => 0,
              (error) => error.code,
            ),
        );
      expect(codes).toEqual([2, 2, 0]);
    });

    it('begins after so many times', async () => {
      await configure('failCommand', { skip: 2 }, { failCommands: ['ping'], errorCode: 2 });
      const codes = [];
      for (let i = 0; i < 4; i++)
        codes.push(
          await once()
            .command({ ping: 1 })
            .then(
              () => 0,
              (error) => error.code,
            ),
        );
      expect(codes).toEqual([0, 0, 2, 2]);
    });

    it('tells how often it fired', async () => {
      await configure('failCommand', 'alwaysOn', { failCommands: ['ping'], errorCode: 2 });
      for (let i = 0; i < 3; i++) await failureOf(once().command({ ping: 1 }));
      expect(await configure('failCommand', 'off')).toMatchObject({ count: 3, ok: 1 });
    });

    it('closes the connection before anything is done', async () => {
      await configure('failCommand', { times: 1 }, { failCommands: ['insert'], closeConnection: true });
      expect(await failureOf(once().collection('b').insertOne({}))).toMatchObject({
        name: 'MongoNetworkError',
      });
      expect(await once().collection('b').countDocuments()).toBe(0);
    });

    it('blocks for a time and then goes on', async () => {
      await configure(
        'failCommand',
        { times: 1 },
        { failCommands: ['insert'], blockConnection: true, blockTimeMS: 80 },
      );
      const startedAt = performance.now();
      await once().collection('c').insertOne({});
      expect(performance.now() - startedAt).toBeGreaterThanOrEqual(79);
    });

    it('does not block other connections', async () => {
      await configure(
        'failCommand',
        { times: 1 },
        { failCommands: ['insert'], blockConnection: true, blockTimeMS: 300 },
      );
      let isDone = false;
      const slow = once()
        .collection('c')
        .insertOne({})
        .then(() => (isDone = true));
      await test.db.command({ ping: 1 });
      expect(isDone).toBe(false);
      await slow;
    });

    it('picks the clients of one application', async () => {
      await configure('failCommand', 'alwaysOn', { failCommands: ['ping'], errorCode: 2, appName: 'shop' });
      expect(await failureOf(once().command({ ping: 1 }))).toMatchObject({ code: 2 });
      expect(await test.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
    });

    it('adds a write concern error to a write that was done', async () => {
      await configure(
        'failCommand',
        { times: 1 },
        { failCommands: ['insert'], writeConcernError: { code: 64, errmsg: 'too slow' } },
      );
      expect(await failureOf(once().collection('d').insertOne({}))).toMatchObject({
        name: 'MongoWriteConcernError',
        code: 64,
      });
      expect(await once().collection('d').countDocuments()).toBe(1);
    });

    it('makes the driver send a retryable write again', async () => {
      await configure('failCommand', { times: 1 }, { failCommands: ['insert'], errorCode: 91 });
      await test.db.collection('e').insertOne({});
      expect(await test.db.collection('e').countDocuments()).toBe(1);
    });
  });

  describe('onPrimaryTransactionalWrite', () => {
    it('loses the reply of a write that was done, and the driver recovers without doing it twice', async () => {
      await test.db.collection('f').insertOne({ _id: 1 as never, n: 0 });
      await configure('onPrimaryTransactionalWrite', { times: 1 }, {});
      const result = await test.db.collection('f').updateOne({ _id: 1 as never }, { $inc: { n: 1 } });
      expect(result).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
      expect(await test.db.collection('f').findOne({})).toMatchObject({ n: 1 });
    });

    it('together with failCommand loses the acknowledgement for good: done, but nobody knows', async () => {
      await configure('onPrimaryTransactionalWrite', { times: 1 }, {});
      await configure('failCommand', { skip: 1 }, { failCommands: ['insert'], closeConnection: true });
      expect(await failureOf(test.db.collection('g').insertOne({}))).toMatchObject({
        name: 'MongoNetworkError',
      });
      await configure('failCommand', 'off');
      expect(await test.db.collection('g').countDocuments()).toBe(1);
    });

    it('does nothing to writes that are not retryable', async () => {
      await configure('onPrimaryTransactionalWrite', 'alwaysOn', {});
      await once().collection('h').insertOne({});
      expect(await once().collection('h').countDocuments()).toBe(1);
    });
  });

  it.each([
    ['an unknown fail point', 'noSuchPoint', 'alwaysOn', {}],
    ['an unknown mode', 'failCommand', 'sometimes', {}],
    ['an unknown option', 'failCommand', 'alwaysOn', { failCommands: [], failAllCommands: true }],
    [
      'an option that would promise what does not happen',
      'onPrimaryTransactionalWrite',
      'alwaysOn',
      { failBeforeCommitExceptionCode: 1 },
    ],
  ])('refuse %s', async (_, point, mode, data) => {
    expect(await failureOf(configure(point, mode, data))).toMatchObject({ code: 2 });
  });

  it('are configured in the admin database only', async () => {
    expect(
      await failureOf(test.db.command({ configureFailPoint: 'failCommand', mode: 'off' })),
    ).toMatchObject({ code: 13 });
  });
});
