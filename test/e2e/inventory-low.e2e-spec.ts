import { explain } from '../support/query-plan.js';
import { recordQueries } from '../support/query-log.js';
import { TestShop } from '../support/shop.js';

interface StockRow {
  sku: string;
  lowStockThreshold: number | null;
}

describe('what runs low', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await TestShop.open();
  });
  afterAll(() => shop.close());

  const rules = (sku: string, body: object) =>
    shop.http.put(`/v1/inventory/${sku}/rules`).set(shop.admin).send(body);

  const list = async (query = 'low=true&limit=2') => {
    const rows: StockRow[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const url: string = `/v1/inventory?${query}${cursor && `&cursor=${cursor}`}`;
      const { body } = await shop.http.get(url).set(shop.admin).expect(200);
      rows.push(...(body as { items: StockRow[] }).items);
      cursor = (body as { nextCursor: string | null }).nextCursor;
    }
    return rows.map(({ sku }) => sku);
  };

  it('is listed from the moment in which it falls to its threshold until it rises above', async () => {
    const sku = await shop.addProduct(5);
    await rules(sku, { lowStockThreshold: 3 }).expect(200);
    expect(await list()).not.toContain(sku);

    const { order } = await shop.order({ [sku]: 2 });
    expect(await list()).toContain(sku);
    await shop.act(order.id, 'cancel');
    expect(await list()).not.toContain(sku);
    await shop.setOnHand(sku, 3);
    expect(await list()).toContain(sku);
    await shop.setOnHand(sku, 4);

    expect(await list()).not.toContain(sku);
  });

  it('is listed at once when the threshold is set above it, and no more when it is lowered or taken back', async () => {
    const sku = await shop.addProduct(5);

    await rules(sku, { lowStockThreshold: 9 }).expect(200);
    expect(await list()).toContain(sku);
    await rules(sku, { lowStockThreshold: 4 }).expect(200);
    expect(await list()).not.toContain(sku);
    await rules(sku, { lowStockThreshold: 5 }).expect(200);
    expect(await list()).toContain(sku);
    await rules(sku, { lowStockThreshold: null }).expect(200);

    expect(await list()).not.toContain(sku);
  });

  it('goes by the threshold that stays when many are set at once', async () => {
    const sku = await shop.addProduct(5);

    await Promise.all(
      [9, 1, 8, 2, 7, 3].map((lowStockThreshold) => rules(sku, { lowStockThreshold }).expect(200)),
    );

    const { body } = await shop.http.get(`/v1/inventory/${sku}`).set(shop.admin).expect(200);
    const { lowStockThreshold } = (body as { locations: StockRow[] }).locations[0]!;
    expect((await list()).includes(sku)).toBe(5 <= lowStockThreshold!);
  });

  it('is paged in order of the SKU, by an index', async () => {
    for (let i = 0; i < 5; i++) await rules(await shop.addProduct(1), { lowStockThreshold: 2 }).expect(200);

    const found: string[] = [];
    const queries = await recordQueries(async () => found.push(...(await list())));

    expect(found.length).toBeGreaterThanOrEqual(5);
    expect(found).toEqual([...new Set(found)].toSorted());
    const reads = queries.filter(({ filter }) => filter['isLow'] === true);
    expect(reads.length).toBeGreaterThanOrEqual(3);
    for (const read of reads) {
      const plan = await explain(shop.test, read);
      expect(new Set(plan.indexes)).toEqual(new Set(['low']));
      expect(plan.stages).not.toContain('SORT');
    }
  });
});
