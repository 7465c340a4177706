import { uniqueSku } from '../factories/product.factory.js';
import { ADDRESS, TestShop } from '../support/shop.js';

interface LocationStock {
  locationCode: string;
  onHand: number;
  available: number;
  reserved: number;
}

const place = (code: string, governorate: string | undefined, priority: number, more: object = {}) => ({
  code,
  name: { en: code },
  country: 'EG',
  ...(governorate !== undefined && { governorate }),
  priority,
  isActive: true,
  ...more,
});

const MAIN = place('main', 'EG-C', 5);
const LOCATIONS = [
  MAIN,
  place('alex', 'EG-ALX', 2),
  place('giza', 'EG-GZ', 3),
  place('riyadh', undefined, 0, { country: 'SA' }),
  place('closed', 'EG-C', 0, { isActive: false }),
];

describe('stock at several locations', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await TestShop.open();
    await setLocations(LOCATIONS).expect(200);
  });
  afterAll(() => shop.close());

  const setLocations = (locations: unknown) =>
    shop.http
      .put('/v1/settings/locations')
      .set({ ...shop.admin, 'If-Match': '*' })
      .send({ locations });

  /** A product with these units at these locations. */
  async function stocked(units: Record<string, number>): Promise<string> {
    const sku = await shop.addProduct(units['main'] ?? 0);
    for (const [code, onHand] of Object.entries(units)) {
      if (code !== 'main') await shop.setOnHand(sku, onHand, code);
    }
    return sku;
  }

  async function locations(sku: string): Promise<LocationStock[]> {
    const { body } = await shop.http.get(`/v1/inventory/${sku}`).set(shop.admin).expect(200);
    return (body as { locations: LocationStock[] }).locations;
  }

  /** The units that are held, by location. */
  async function held(sku: string): Promise<Record<string, number>> {
    const found = (await locations(sku)).filter(({ reserved }) => reserved > 0);
    return Object.fromEntries(found.map(({ locationCode, reserved }) => [locationCode, reserved]));
  }

  const to = (governorate: string, more: object = {}) => ({
    shippingAddress: { ...ADDRESS, city: governorate, governorate },
    ...more,
  });

  describe('an order is served', () => {
    const everywhere = { main: 9, alex: 9, giza: 9, riyadh: 9, closed: 9 };
    it.each<[string, Record<string, number>, number, Record<string, unknown>, Record<string, number>]>([
      ['from its own governorate', everywhere, 2, to('Alexandria'), { alex: 2 }],
      ['from its own governorate, in Arabic', everywhere, 2, to('الجيزة'), { giza: 2 }],
      ['from its own governorate, by code', everywhere, 2, to('EG-C'), { main: 2 }],
      ['by priority where no location is', everywhere, 2, to('Aswan'), { alex: 2 }],
      [
        'from the next one where the nearest has none',
        { main: 9, alex: 0 },
        2,
        to('Alexandria'),
        { main: 2 },
      ],
      [
        'whole from further away rather than in two parts',
        { alex: 1, main: 9 },
        2,
        to('Alexandria'),
        { main: 2 },
      ],
      ['from two where none has all', { alex: 2, giza: 2 }, 3, to('Alexandria'), { alex: 2, giza: 1 }],
      ['from abroad last', { giza: 1, riyadh: 9 }, 2, to('Giza'), { riyadh: 2 }],
      [
        'from all',
        { main: 1, alex: 1, giza: 1, riyadh: 1 },
        4,
        to('Luxor'),
        { main: 1, alex: 1, giza: 1, riyadh: 1 },
      ],
      [
        'from where it is collected, however near others are',
        everywhere,
        2,
        to('Alexandria', { shippingMethod: 'pickup' }),
        { main: 2 },
      ],
    ])('%s', async (_, units, quantity, order, expected) => {
      const sku = await stocked(units);

      await shop.order({ [sku]: quantity }, order);

      expect(await held(sku)).toEqual(expected);
    });

    it('from one location that has every item', async () => {
      const [shirt, book] = [await stocked({ alex: 1, main: 1 }), await stocked({ main: 1 })];

      await shop.order({ [shirt]: 1, [book]: 1 }, to('Alexandria'));

      expect([await held(shirt), await held(book)]).toEqual([{ main: 1 }, { main: 1 }]);
    });
  });

  it('is never sold from a closed location', async () => {
    const sku = await stocked({ main: 1, closed: 5 });

    const refused = await shop.place(await shop.cartWith({ [sku]: 2 }));

    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'orders.insufficient_stock', shortages: [{ sku, requested: 2, available: 1 }] },
    });
    expect(await shop.stock(sku)).toEqual({ onHand: 1, available: 1, reserved: 0 });
    expect(await locations(sku)).toHaveLength(2);
  });

  it('does not lend units to an order that is collected elsewhere', async () => {
    const sku = await stocked({ main: 1, alex: 9 });
    const cart = await shop.cartWith({ [sku]: 2 });

    expect(await shop.place(cart, to('Cairo', { shippingMethod: 'pickup' }))).toMatchObject({
      status: 409,
      body: { shortages: [{ sku, requested: 2, available: 1 }] },
    });
    await shop.place(cart, to('Cairo')).expect(201);
  });

  it('goes back to where it came from when an order over two locations is cancelled', async () => {
    const sku = await stocked({ alex: 2, giza: 2 });
    const { order } = await shop.order({ [sku]: 3 }, to('Alexandria', { paymentMethod: 'cod' }));
    await shop.act(order.id, 'confirm');

    await shop.act(order.id, 'cancel', { lines: [{ sku, quantity: 1 }] });
    expect(await levels(sku)).toEqual({ alex: [0, 0], giza: [2, 2], main: [0, 0] });
    await shop.act(order.id, 'cancel');

    expect(await levels(sku)).toEqual({ alex: [2, 2], giza: [2, 2], main: [0, 0] });
  });

  it('is sold down to the last unit, wherever it lies, by buyers who race', async () => {
    const sku = await stocked({ main: 7, alex: 5, giza: 3 });
    const carts = await Promise.all(Array.from({ length: 20 }, () => shop.cartWith({ [sku]: 1 })));

    const answers = await Promise.all(
      carts.map((cart, i) => shop.place(cart, to(['Cairo', 'Alexandria', 'Giza', 'Luxor'][i % 4]!))),
    );

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(15);
    expect(await held(sku)).toEqual({ main: 7, alex: 5, giza: 3 });
    expect(await shop.stock(sku)).toEqual({ onHand: 15, available: 0, reserved: 15 });
  });

  it('counts each location for itself, with an ETag of its own', async () => {
    const sku = await stocked({ main: 1, alex: 2 });
    const { body } = await shop.http.get(`/v1/inventory/${sku}`).set(shop.admin).expect(200);
    const [alex] = (body as { locations: { etag: string }[] }).locations;
    const set = (onHand: number) =>
      shop.http
        .put(`/v1/inventory/${sku}`)
        .set({ ...shop.admin, 'If-Match': alex!.etag })
        .send({ onHand, locationCode: 'alex' });

    await set(5).expect(200);
    await set(6).expect(412);

    expect(await levels(sku)).toEqual({ alex: [5, 5], main: [1, 1] });
  });

  it('stops counting when a location is closed, and counts again when it opens', async () => {
    const sku = await stocked({ main: 1, giza: 4 });
    try {
      await setLocations(LOCATIONS.map((each) => ({ ...each, isActive: each.code === 'main' }))).expect(200);
      expect(await shop.stock(sku)).toMatchObject({ available: 1 });
    } finally {
      await setLocations(LOCATIONS).expect(200);
    }
    expect(await shop.stock(sku)).toMatchObject({ available: 5 });
  });

  it.each<[string, unknown, string]>([
    ['no locations', [], '/locations'],
    ['no list', null, '/locations'],
    ['a list without the main one', [place('alex', 'EG-ALX', 0)], '/locations'],
    ['the same code twice', [MAIN, MAIN], '/locations/1/code'],
    ['a code with a capital', [MAIN, { ...MAIN, code: 'Alex' }], '/locations/1/code'],
    ['a code that is an object', [{ ...MAIN, code: { $ne: 1 } }], '/locations/0/code'],
    ['a country that does not exist', [{ ...MAIN, country: 'XX' }], '/locations/0/country'],
    ['a governorate in words', [{ ...MAIN, governorate: 'Cairo' }], '/locations/0/governorate'],
    ['a priority below 0', [{ ...MAIN, priority: -1 }], '/locations/0/priority'],
    ['a location that may be active', [{ ...MAIN, isActive: 'maybe' }], '/locations/0/isActive'],
    ['an unknown field', [{ ...MAIN, stock: 5 }], '/locations/0/stock'],
  ])('refuses %s', async (_, value, pointer) => {
    expect(await setLocations(value)).toMatchObject({
      status: 400,
      body: { code: 'request.validation_failed', errors: [{ pointer }] },
    });
    const sku = uniqueSku();
    await shop.setOnHand(sku, 1, 'alex');
  });

  /** Units on hand and available, by location. */
  async function levels(sku: string): Promise<Record<string, [number, number]>> {
    return Object.fromEntries(
      (await locations(sku)).map(({ locationCode, onHand, available }) => [
        locationCode,
        [onHand, available],
      ]),
    );
  }
});
