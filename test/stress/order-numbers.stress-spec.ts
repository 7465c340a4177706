import { CounterRepository } from '../../src/common/counters/counter.repository.js';
import { gatherCrowd } from '../support/crowd.js';
import { otherInstances } from '../support/instances.js';
import { TestShop } from '../support/shop.js';

/** An order over HTTP for every fifty numbers: 10,000 of them would take minutes to show the same. */
const NUMBERS = 10_000;
const ORDERS = 200;
const TIMEOUT_MS = 10 * 60_000;
const ORDER_NUMBER = /^SHOP-(\d{8})$/;

describe('10,000 order numbers drawn at once by four instances', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await TestShop.open({ ORDER_NUMBER_PREFIX: 'SHOP-' });
  });
  afterAll(() => shop.close());

  it(
    'differ from each other and from those of the orders placed meanwhile, without a gap',
    async () => {
      const others = await otherInstances(shop, 3);
      try {
        const counters = [shop.test.app, ...others.apps].map((app) => app.get(CounterRepository));
        const sku = await shop.addProduct(ORDERS);
        const crowd = await gatherCrowd(shop, ORDERS, sku);

        const [drawn, answers] = await Promise.all([
          Promise.all(
            Array.from({ length: NUMBERS - ORDERS }, (_, index) =>
              counters[index % counters.length]!.next('orders'),
            ),
          ),
          Promise.all(crowd.map((cart) => shop.place(cart).expect(201))),
        ]);

        const given = answers.map(({ body }) => (body as { number: string }).number);
        for (const number of given) expect(number).toMatch(ORDER_NUMBER);
        const numbers = [...drawn, ...given.map((number) => Number(ORDER_NUMBER.exec(number)?.[1]))];
        const expected = Array.from({ length: NUMBERS }, (_, index) => index + 1);
        expect(numbers.toSorted((a, b) => a - b)).toEqual(expected);
      } finally {
        await others.close();
      }
    },
    TIMEOUT_MS,
  );
});
