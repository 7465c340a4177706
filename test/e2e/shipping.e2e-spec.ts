import { startTestApp, type TestApp } from '../support/app.js';
import { signInAs } from '../support/auth.js';

// Starting the application takes seconds on a busy machine.
jest.setTimeout(60_000);

const PATH = '/v1/settings/shipping';

const METHOD = {
  code: 'standard',
  name: { en: 'Standard delivery', ar: 'توصيل عادي' },
  rate: { kind: 'flat', priceMinor: 60_00 },
  estimatedDays: { min: 1, max: 3 },
  active: true,
};
const ZONE = { name: 'Egypt', countries: ['EG'], methods: [METHOD] };

const withMethod = (overrides: object) => ({ zones: [{ ...ZONE, methods: [{ ...METHOD, ...overrides }] }] });
const withRate = (rate: unknown) => withMethod({ rate });

describe('/v1/settings/shipping', () => {
  let test: TestApp;
  let token: string;

  beforeAll(async () => {
    test = await startTestApp();
    token = (await signInAs(test, 'admin')).token;
  });
  afterAll(() => test.close());

  const replace = (value: object) =>
    test.http.put(PATH).auth(token, { type: 'bearer' }).set('If-Match', '*').send(value);

  it.each<[string, object]>([
    ['no zone, so that nothing is delivered', { zones: [] }],
    ['a zone without a method', { zones: [{ ...ZONE, methods: [] }] }],
    ['a name in English only', withMethod({ name: { en: 'Standard delivery' } })],
    [
      'everything that a method may have',
      withMethod({ freeFromMinor: 0, pickup: { locationCode: 'main' }, cashOnDelivery: { feeMinor: 10_00 } }),
    ],
    ['a table by weight', withRate({ kind: 'by_weight', steps: [{ upToGrams: 1, priceMinor: 0 }] })],
    [
      'a table by price',
      withRate({ kind: 'by_price', steps: [{ upToMinor: 0, priceMinor: 0 }], beyondMinor: 0 }),
    ],
    ['all governorates one by one and 50 zones', { zones: zones(50) }],
  ])('takes %s and gives it back', async (_, value) => {
    await replace(value).expect(200);

    expect((await test.http.get(PATH).auth(token, { type: 'bearer' })).body).toEqual(value);
  });

  it.each<[string, object, string[]]>([
    ['no zones', {}, ['/zones']],
    ['null for the zones', { zones: null }, ['/zones']],
    ['null for a zone', { zones: [null] }, ['/zones']],
    ['a list for a zone', { zones: [[]] }, ['/zones']],
    ['51 zones', { zones: zones(51) }, ['/zones']],
    ['a zone without a country', { zones: [{ ...ZONE, countries: [] }] }, ['/zones/0/countries']],
    ['null for the governorates', { zones: [{ ...ZONE, governorates: null }] }, ['/zones/0/governorates']],
    ['no governorate', { zones: [{ ...ZONE, governorates: [] }] }, ['/zones/0/governorates']],
    ['null for a method', { zones: [{ ...ZONE, methods: [null] }] }, ['/zones/0/methods']],
    ['a code with a capital', withMethod({ code: 'Standard' }), ['/zones/0/methods/0/code']],
    ['no name', withMethod({ name: undefined }), ['/zones/0/methods/0/name']],
    ['a name without English', withMethod({ name: { ar: 'عادي' } }), ['/zones/0/methods/0/name/en']],
    [
      'a price with a fraction',
      withRate({ kind: 'flat', priceMinor: 0.5 }),
      ['/zones/0/methods/0/rate/priceMinor'],
    ],
    ['a price below 0', withRate({ kind: 'flat', priceMinor: -1 }), ['/zones/0/methods/0/rate/priceMinor']],
    [
      'a price above 10^9',
      withRate({ kind: 'flat', priceMinor: 1e9 + 1 }),
      ['/zones/0/methods/0/rate/priceMinor'],
    ],
    ['null for a rate', withRate(null), ['/zones/0/methods/0/rate']],
    ['a list for a rate', withRate([null]), ['/zones/0/methods/0/rate']],
    [
      'a rate of a kind that does not exist',
      withRate({ kind: 'auction', priceMinor: 1 }),
      ['/zones/0/methods/0/rate/kind'],
    ],
    ['a rate without a kind', withRate({ priceMinor: 1 }), ['/zones/0/methods/0/rate/kind']],
    [
      'a field of another kind of rate',
      withRate({ kind: 'flat', priceMinor: 1, beyondMinor: 1 }),
      ['/zones/0/methods/0/rate/beyondMinor'],
    ],
    ['a table without a step', withRate({ kind: 'by_weight', steps: [] }), ['/zones/0/methods/0/rate/steps']],
    [
      'a step up to nothing',
      withRate({ kind: 'by_weight', steps: [{ upToGrams: 0, priceMinor: 1 }] }),
      ['/zones/0/methods/0/rate/steps/0/upToGrams'],
    ],
    ['null for what is free', withMethod({ freeFromMinor: null }), ['/zones/0/methods/0/freeFromMinor']],
    ['null for the cash', withMethod({ cashOnDelivery: null }), ['/zones/0/methods/0/cashOnDelivery']],
    ['a pick-up without a location', withMethod({ pickup: {} }), ['/zones/0/methods/0/pickup/locationCode']],
    [
      'days below 0',
      withMethod({ estimatedDays: { min: -1, max: 1 } }),
      ['/zones/0/methods/0/estimatedDays/min'],
    ],
    [
      'days that run backwards',
      withMethod({ estimatedDays: { min: 2, max: 1 } }),
      ['/zones/0/methods/0/estimatedDays/min'],
    ],
    ['a country in two zones', { zones: [ZONE, { ...ZONE, name: 'again' }] }, ['/zones/1/countries/0']],
    [
      'a governorate that does not exist',
      { zones: [{ ...ZONE, governorates: ['EG-XX'] }] },
      ['/zones/0/governorates/0'],
    ],
    [
      'steps that do not ascend',
      withRate({
        kind: 'by_price',
        steps: [
          { upToMinor: 2, priceMinor: 1 },
          { upToMinor: 1, priceMinor: 1 },
        ],
      }),
      ['/zones/0/methods/0/rate/steps/1'],
    ],
  ])('refuses %s and points at it', async (_, value, pointers) => {
    const answer = await replace(value).expect(400);

    expect(answer.body.code).toBe('request.validation_failed');
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
  });
});

/** Zones of one governorate each, then of one country each. */
function zones(count: number): object[] {
  const governorates =
    'ALX ASN AST BA BH BNS C DK DT FYM GH GZ IS JS KB KFS KN LX MN MNF MT PTS SHG SHR SIN SUZ WAD'.split(' ');
  const countries = 'SA AE KW QA BH OM JO LB IQ MA TN DZ LY SD DE FR IT ES NL BE AT CH GB US'.split(' ');
  return [
    ...governorates.map((code) => ({
      name: code,
      countries: ['EG'],
      governorates: [`EG-${code}`],
      methods: [],
    })),
    ...countries.map((code) => ({ name: `in ${code}`, countries: [code], methods: [] })),
  ].slice(0, count);
}

describe('GET /v1/shipping/governorates', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  it('lists all 27 to everyone, in English and Arabic', async () => {
    const { body } = await test.http.get('/v1/shipping/governorates').expect(200);

    expect(body.items).toHaveLength(27);
    expect(body.items).toContainEqual({ code: 'EG-ALX', en: 'Alexandria', ar: 'الإسكندرية' });
    for (const item of body.items) expect(Object.keys(item)).toEqual(['code', 'en', 'ar']);
  });

  it('may be kept for a day and is not sent again to who has it', async () => {
    const { headers } = await test.http.get('/v1/shipping/governorates').expect(200);

    expect(headers['cache-control']).toBe('public, max-age=86400');
    await test.http.get('/v1/shipping/governorates').set('If-None-Match', headers['etag']!).expect(304);
  });
});
