import { TestCart } from '../support/cart.js';
import { TestShop } from '../support/shop.js';

interface LocationStock {
  available: number;
  policy: string;
  backorderLimit: number;
  backorderable: number;
  owed: number;
  lowStockThreshold: number | null;
  availableFrom: string | null;
}

describe('the rules of stock', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await TestShop.open();
  });
  afterAll(() => shop.close());

  const rules = (sku: string, body: object) =>
    shop.http.put(`/v1/inventory/${sku}/rules`).set(shop.admin).send(body);

  async function main(sku: string): Promise<LocationStock> {
    const { body } = await shop.http.get(`/v1/inventory/${sku}`).set(shop.admin).expect(200);
    return (body as { locations: LocationStock[] }).locations[0]!;
  }

  async function availability(sku: string) {
    const cart = await TestCart.ofGuest(shop, { [sku]: 1 });
    const { items } = await cart.body();
    const { availability: kind, orderableQuantity, availableFrom } = items[0]!;
    return { kind, orderableQuantity, availableFrom };
  }

  describe('promising beyond the stock', () => {
    it.each([
      ['deny', 0, 'out_of_stock', 0],
      ['deny', 5, 'out_of_stock', 0],
      ['backorder', 0, 'out_of_stock', 0],
      ['backorder', 5, 'backorder', 5],
      ['preorder', 5, 'preorder', 5],
    ])(
      'by %s with a limit of %i shows an empty shelf as %s',
      async (policy, backorderLimit, kind, orderable) => {
        const sku = await shop.addProduct(0);
        const availableFrom = '2027-06-01T00:00:00.000Z';

        await rules(sku, { policy, backorderLimit, availableFrom }).expect(200);

        expect(await availability(sku)).toEqual({
          kind,
          orderableQuantity: orderable,
          availableFrom: orderable > 0 ? availableFrom : null,
        });
        const placed = await shop.place(await shop.cartWith({ [sku]: 1 }));
        expect(placed.status).toBe(orderable > 0 ? 201 : 409);
      },
    );

    it.each(['backorder', 'preorder'])(
      'by %s never goes beyond the limit, however many ask at once',
      async (policy) => {
        const sku = await shop.addProduct(3);
        await rules(sku, { policy, backorderLimit: 4 }).expect(200);
        const carts = await Promise.all(Array.from({ length: 12 }, () => shop.cartWith({ [sku]: 1 })));

        const answers = await Promise.all(carts.map((cart) => shop.place(cart)));

        expect(answers.filter(({ status }) => status === 201)).toHaveLength(7);
        expect(await main(sku)).toMatchObject({ available: 0, backorderable: 0 });
        const waiting = answers.filter(({ body }) => (body as { isAwaitingGoods?: boolean }).isAwaitingGoods);
        expect(waiting).toHaveLength(4);
      },
    );

    it('sells what is there first', async () => {
      const sku = await shop.addProduct(2);
      await rules(sku, { policy: 'backorder', backorderLimit: 5 }).expect(200);

      const { order } = await shop.confirmedOrder({ [sku]: 3 });

      expect(order.isAwaitingGoods).toBe(true);
      expect(await main(sku)).toMatchObject({ available: 0, backorderable: 4, owed: 1 });
    });

    it('keeps its promises when the limit is lowered under them, and makes no new ones', async () => {
      const sku = await shop.addProduct(0);
      await rules(sku, { policy: 'backorder', backorderLimit: 5 }).expect(200);
      const { order } = await shop.confirmedOrder({ [sku]: 4 });

      await rules(sku, { backorderLimit: 1 }).expect(200);

      await shop.place(await shop.cartWith({ [sku]: 1 })).expect(409);
      expect(await main(sku)).toMatchObject({ backorderable: 0, owed: 4 });
      await shop.setOnHand(sku, 4);
      await shop.sweep();
      expect(await shop.read(order.id)).toMatchObject({ isAwaitingGoods: false });
      expect(await main(sku)).toMatchObject({ owed: 0, backorderable: 1 });
    });

    it('gives the promises of a cancelled order back', async () => {
      const sku = await shop.addProduct(0);
      await rules(sku, { policy: 'backorder', backorderLimit: 2 }).expect(200);
      const { order } = await shop.order({ [sku]: 2 });
      expect(await main(sku)).toMatchObject({ backorderable: 0 });

      await shop.act(order.id, 'cancel');

      expect(await main(sku)).toMatchObject({ backorderable: 2, owed: 0 });
    });
  });

  describe('setting them', () => {
    it('leaves what is not named, and takes back what is null', async () => {
      const sku = await shop.addProduct(5);
      const all = {
        policy: 'backorder',
        backorderLimit: 7,
        availableFrom: '2027-06-01T00:00:00.000Z',
        lowStockThreshold: 2,
      };
      await rules(sku, all).expect(200);

      await rules(sku, { backorderLimit: 9 }).expect(200);
      expect(await main(sku)).toMatchObject({ ...all, backorderLimit: 9, backorderable: 9 });
      await rules(sku, { availableFrom: null, lowStockThreshold: null }).expect(200);

      expect(await main(sku)).toMatchObject({
        policy: 'backorder',
        backorderLimit: 9,
        availableFrom: null,
        lowStockThreshold: null,
      });
    });

    it('loses none of many changes at once', async () => {
      const sku = await shop.addProduct(0);
      await rules(sku, { policy: 'backorder', backorderLimit: 10 }).expect(200);
      await shop.order({ [sku]: 3 });

      await Promise.all(
        [20, 30, 40, 50].map((backorderLimit) =>
          rules(sku, { backorderLimit, lowStockThreshold: 1 }).expect(200),
        ),
      );

      const { backorderLimit, backorderable, lowStockThreshold } = await main(sku);
      expect({ promised: backorderLimit - backorderable, lowStockThreshold }).toEqual({
        promised: 3,
        lowStockThreshold: 1,
      });
    });

    it.each([
      [{ policy: 'allow' }, '/policy'],
      [{ policy: { $ne: 1 } }, '/policy'],
      [{ backorderLimit: -1 }, '/backorderLimit'],
      [{ backorderLimit: 2_001 }, '/backorderLimit'],
      [{ backorderLimit: 1.5 }, '/backorderLimit'],
      [{ backorderLimit: '5' }, '/backorderLimit'],
      [{ lowStockThreshold: -1 }, '/lowStockThreshold'],
      [{ lowStockThreshold: 1e9 + 1 }, '/lowStockThreshold'],
      [{ availableFrom: 'soon' }, '/availableFrom'],
      [{ availableFrom: {} }, '/availableFrom'],
      [{ available: 5 }, '/available'],
    ])('refuses %p and changes nothing', async (body, pointer) => {
      const sku = await shop.addProduct(5);
      const before = await main(sku);

      expect(await rules(sku, body)).toMatchObject({
        status: 400,
        body: { code: 'request.validation_failed', errors: [{ pointer }] },
      });
      expect(await main(sku)).toEqual(before);
    });
  });
});
