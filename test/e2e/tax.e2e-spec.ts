import { startTestApp, type TestApp } from '../support/app.js';
import { signInAs } from '../support/auth.js';

// Starting the application takes seconds on a busy machine.
jest.setTimeout(60_000);

const PATH = '/v1/settings/tax';

describe('PUT /v1/settings/tax', () => {
  let test: TestApp;
  let token: string;
  let valid: Record<string, unknown>;

  beforeAll(async () => {
    test = await startTestApp();
    token = (await signInAs(test, 'admin')).token;
    valid = (await test.http.get(PATH).auth(token, { type: 'bearer' })).body as Record<string, unknown>;
  });
  afterAll(() => test.close());

  const replace = (value: object) =>
    test.http.put(PATH).auth(token, { type: 'bearer' }).set('If-Match', '*').send(value);

  it('starts with the Egyptian VAT of 14 %, included in the prices', () => {
    expect(valid).toMatchObject({
      homeCountry: 'EG',
      pricesIncludeTax: true,
      rounding: 'per_line',
      classes: { standard: 1400 },
      shippingClass: 'standard',
    });
  });

  it('takes other rates, countries and classes', async () => {
    const value = {
      homeCountry: 'AE',
      pricesIncludeTax: false,
      rounding: 'per_total',
      classes: { standard: 500, 'zero-rated': 0 },
      countries: { EG: { standard: 1400 }, SA: { standard: 1500, 'zero-rated': 0 } },
      shippingClass: 'zero-rated',
    };

    await replace(value).expect(200);

    expect((await test.http.get(PATH).auth(token, { type: 'bearer' })).body).toEqual(value);
  });

  it.each<[string, object, string[]]>([
    ['a field that does not exist', { vat: 14 }, ['/vat']],
    ['a home country that does not exist', { homeCountry: 'XX' }, ['/homeCountry']],
    ['a home country in small letters', { homeCountry: 'eg' }, ['/homeCountry']],
    ['a rounding that does not exist', { rounding: 'never' }, ['/rounding']],
    ['text for a switch', { pricesIncludeTax: 'yes' }, ['/pricesIncludeTax']],
    ['a list for the classes', { classes: [1400] }, ['/classes']],
    ['nothing for the countries', { countries: null }, ['/countries']],
    ['a percentage for basis points', { classes: { standard: 0.14 } }, ['/classes/standard']],
    [
      'a class of a country that is none of the shop',
      { countries: { SA: { standard: 1, x: 1 } } },
      ['/countries/SA'],
    ],
    ['several mistakes', { rounding: 1, shippingClass: 2 }, ['/rounding', '/shippingClass']],
    [
      'several contradictions',
      { classes: { standard: -1 }, countries: { EG: { standard: 1 } }, shippingClass: 'zero' },
      ['/classes/standard', '/countries/EG', '/shippingClass'],
    ],
  ])('refuses %s and points at it', async (_, overrides, pointers) => {
    const answer = await replace({ ...valid, countries: {}, ...overrides }).expect(400);

    expect(answer.body.code).toBe('request.validation_failed');
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
  });
});
