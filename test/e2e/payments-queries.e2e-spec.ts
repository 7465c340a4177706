import { jest } from '@jest/globals';
import { holdCallbacks, releaseCallbacks } from '../support/callbacks.js';
import { PaymentScene } from '../support/payments.js';
import { recordQueries } from '../support/query-log.js';
import { explain } from '../support/query-plan.js';

jest.setTimeout(60_000);

const OWN = ['payments', 'callback_inbox', 'saved_cards'];
const READS = [
  'find',
  'findOne',
  'findOneAndUpdate',
  'countDocuments',
  'updateOne',
  'deleteOne',
  'deleteMany',
];
const BY_ID = ['IDHACK', 'EXPRESS_IXSCAN', 'EXPRESS_CLUSTERED_IXSCAN'];

describe('the queries of payments', () => {
  let scene: PaymentScene;

  beforeAll(async () => {
    scene = await PaymentScene.open();
  });
  afterAll(() => scene.close());

  const list = ({ id }: { id: string }) =>
    scene.shop.http.get(`/v1/payments?orderId=${id}`).set(scene.shop.admin).expect(200);

  const begin = async () => {
    const order = await scene.placeOrder();
    return { order, payment: await scene.checkout(order) };
  };

  /** Each prepares a move and answers it. */
  const moves: [string, () => Promise<() => Promise<unknown>>][] = [
    ['starting', async () => scene.placeOrder().then((order) => () => scene.checkout(order))],
    [
      'listing',
      async () =>
        begin().then(
          ({ order }) =>
            () =>
              list(order),
        ),
    ],
    [
      'reading',
      async () =>
        begin().then(
          ({ payment }) =>
            () =>
              scene.payment(payment),
        ),
    ],
    [
      'a callback',
      async () => {
        const { payment } = await begin();
        await holdCallbacks(scene, payment);
        await scene.pay(payment);
        return () => releaseCallbacks(scene, payment);
      },
    ],
    [
      'a refund',
      async () => {
        const { payment } = await scene.paidOrder();
        return () => scene.operate(payment, 'refunds', { amountMinor: 1, reason: 'x' }).expect(201);
      },
    ],
    [
      'the sweeper',
      async () => {
        await begin();
        await scene.pass({ minutes: 5 });
        return () => scene.shop.sweep();
      },
    ],
  ];

  it.each(moves)('use an index and sort nothing (%s)', async (_, prepare) => {
    const queries = await recordQueries(await prepare());

    const own = queries.filter(
      ({ collection, method }) => OWN.includes(collection) && READS.includes(method),
    );
    expect(own.length).toBeGreaterThan(0);
    for (const query of own) {
      const { stages } = await explain(scene.shop.test, query);
      expect(stages.filter((stage) => stage === 'COLLSCAN' || stage === 'SORT')).toEqual([]);
      expect(stages.some((stage) => stage === 'IXSCAN' || BY_ID.includes(stage))).toBe(true);
    }
  });

  it('are as many for a long list as for a short one', async () => {
    const { order } = await begin();
    const short = await recordQueries(() => list(order));
    for (let attempt = 0; attempt < 9; attempt++) await scene.checkout(order);

    const long = await recordQueries(() => list(order));

    expect(long.length).toBe(short.length);
  });
});
