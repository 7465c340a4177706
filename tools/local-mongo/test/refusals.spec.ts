import { REFUSAL_CASES } from './cases/refusal-cases.ts';
import { failureOf, startTestServer, type TestServer } from './support.ts';

describe('what is not supported', () => {
  let test: TestServer;

  beforeAll(async () => {
    test = await startTestServer();
    await test.db.collection('c').insertOne({ _id: 1 as never, a: 1 });
  });

  afterAll(() => test.close());

  it.each(REFUSAL_CASES)('%s is refused by name', async (name, command, code) => {
    const failure = await failureOf(test.db.command(command));
    expect(failure['code']).toBe(code);
    const isNamed = code === 59 || code === 168 || code === 40324 || code === 15952;
    expect(failure['message']).toContain(isNamed ? name : '');
    expect(await test.db.collection('c').find().toArray()).toEqual([{ _id: 1, a: 1 }]);
    expect(await test.db.listCollections().toArray()).toHaveLength(1);
  });

  it('a transaction of the driver is refused as by a standalone server', async () => {
    const session = test.client.startSession();
    session.startTransaction();
    const insert = test.db.collection('c').insertOne({}, { session });
    // The driver has its own words for this code; it keeps the server's error inside.
    await expect(insert).rejects.toMatchObject({
      originalError: {
        code: 20,
        codeName: 'IllegalOperation',
        errmsg: 'Transaction numbers are only allowed on a replica set member or mongos',
      },
    });
    await session.endSession();
    expect(await test.db.collection('c').countDocuments()).toBe(1);
  });

  it('a change stream is refused as by a standalone server', async () => {
    const stream = test.db.collection('c').watch();
    expect(await failureOf(stream.next())).toMatchObject({ code: 40573 });
    await stream.close();
  });
});
