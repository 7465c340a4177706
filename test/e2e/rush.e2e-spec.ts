import { sellOut } from '../support/sell-out.js';
import { TestShop } from '../support/shop.js';

describe('a rush', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await TestShop.open();
  });
  afterAll(() => shop.close());

  it('sells 20 units to 100 buyers exactly once, also those that were not paid in time', async () => {
    const figures = await sellOut(shop, { buyers: 100, units: 20 });

    expect(figures).toMatchObject({ 'at first': 20, sold: 20 });
  }, 120_000);
});
