import { EXPRESSION_CASES, EXPRESSION_DOCUMENT, REFUSED_EXPRESSIONS } from './cases/expression-cases.ts';
import { REFUSED_PIPELINES, SALES, STAGE_CASES } from './cases/stage-cases.ts';
import { failureOf, startTestServer, type TestServer } from './support.ts';

const RAW = { promoteValues: false } as const;

describe('aggregation', () => {
  let test: TestServer;

  beforeAll(async () => {
    test = await startTestServer();
    await test.db.collection('one').insertOne(EXPRESSION_DOCUMENT);
    await test.db.collection('sales').insertMany(SALES);
  });

  afterAll(() => test.close());

  it.each(EXPRESSION_CASES)('%j gives %j', async (expression, value) => {
    const pipeline = [{ $project: { _id: 0, value: expression } }];
    const [result] = await test.db.collection('one').aggregate(pipeline, RAW).toArray();
    expect(result).toEqual(value === undefined ? {} : { value });
  });

  it.each(REFUSED_EXPRESSIONS)('refuses %j', async (expression, code) => {
    const failure = await failureOf(
      test.db
        .collection('one')
        .aggregate([{ $project: { value: expression } }])
        .toArray(),
    );
    expect(failure['code']).toBe(code);
  });

  it.each(STAGE_CASES)('%s', async (_, pipeline, result) => {
    expect(await test.db.collection('sales').aggregate(pipeline, RAW).toArray()).toEqual(result);
  });

  it.each(REFUSED_PIPELINES)('refuses %j', async (pipeline, code) => {
    const failure = await failureOf(test.db.collection('sales').aggregate(pipeline).toArray());
    expect(failure['code']).toBe(code);
  });
});
