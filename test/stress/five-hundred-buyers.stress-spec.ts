import { sellOut } from '../support/sell-out.js';
import { TestShop } from '../support/shop.js';

const ROUNDS = 10;
const ROUND_TIMEOUT_MS = 10 * 60_000;

describe('500 buyers for 100 units', () => {
  const rounds: object[] = [];
  let shop: TestShop;
  beforeAll(async () => {
    shop = await TestShop.open();
  });
  afterAll(async () => {
    console.table(rounds);
    await shop.close();
  });

  it.each(Array.from({ length: ROUNDS }, (_, index) => index + 1))(
    'round %i: sells exactly 100, refuses the others and holds nothing in the end',
    async () => {
      const startedAt = performance.now();
      const figures = await sellOut(shop, { buyers: 500, units: 100 });
      rounds.push({ ...figures, seconds: Math.round(performance.now() - startedAt) / 1000 });
    },
    ROUND_TIMEOUT_MS,
  );
});
