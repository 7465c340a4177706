import { Clock } from '../../src/common/clock/clock.js';
import { PricingService } from '../../src/modules/pricing/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { signInAs } from '../support/auth.js';

// Starting the application takes seconds on a busy machine.
jest.setTimeout(60_000);

const ORDER = {
  lines: [{ sku: 'A', quantity: 1, unitPriceMinor: 114_00, taxClass: 'standard', weightGrams: 0 }],
  destination: { country: 'EG', city: 'Cairo' },
  shippingMethod: 'pickup',
};

const TAX = {
  homeCountry: 'EG',
  pricesIncludeTax: true,
  rounding: 'per_line',
  classes: { standard: 1400 },
  countries: {},
  shippingClass: 'standard',
};

const pickupFor = (priceMinor: number) => ({
  zones: [
    {
      name: 'Egypt',
      countries: ['EG'],
      methods: [
        {
          code: 'pickup',
          name: { en: 'Collect from the shop' },
          rate: { kind: 'flat', priceMinor },
          estimatedDays: { min: 0, max: 2 },
          active: true,
        },
      ],
    },
  ],
});

describe('prices', () => {
  let test: TestApp;
  let token: string;

  beforeAll(async () => {
    test = await startTestApp();
    token = (await signInAs(test, 'admin')).token;
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    await replace('tax', TAX);
    await replace('shipping', pickupFor(0));
  });
  afterEach(() => jest.restoreAllMocks());

  const totals = async () => (await test.app.get(PricingService, { strict: false }).price(ORDER)).totals;

  const replace = (name: string, value: object) =>
    test.http
      .put(`/v1/settings/${name}`)
      .auth(token, { type: 'bearer' })
      .set('If-Match', '*')
      .send(value)
      .expect(200);

  it('follow a change of the tax settings at once', async () => {
    const before = await totals();

    await replace('tax', { ...TAX, pricesIncludeTax: false });

    expect(before).toMatchObject({ taxMinor: 14_00, grandTotalMinor: 114_00 });
    expect(await totals()).toMatchObject({ taxMinor: 15_96, grandTotalMinor: 129_96 });
  });

  it('follow a change of the shipping settings at once', async () => {
    const before = await totals();

    await replace('shipping', pickupFor(5_00));

    expect(before).toMatchObject({ shippingMinor: 0, grandTotalMinor: 114_00 });
    expect(await totals()).toMatchObject({ shippingMinor: 5_00, grandTotalMinor: 119_00 });
  });

  it('follow a change by another instance within ten seconds', async () => {
    const before = await totals();
    await test.db
      .collection<{ _id: string }>('settings')
      .updateOne({ _id: 'tax' }, { $set: { 'value.classes.standard': 0 }, $inc: { version: 1 } });

    jest.spyOn(test.app.get(Clock), 'now').mockReturnValue(new Date(Date.now() + 10_000));

    expect(before).toMatchObject({ taxMinor: 14_00 });
    expect(await totals()).toMatchObject({ taxMinor: 0 });
  });
});
