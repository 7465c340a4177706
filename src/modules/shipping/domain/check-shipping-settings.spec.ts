import { checkShippingSettings } from './check-shipping-settings.js';
import { DEFAULT_SHIPPING_SETTINGS } from './default-shipping-settings.js';
import type { ShippingMethod, ShippingZone } from './shipping-settings.js';

const METHOD: ShippingMethod = {
  code: 'standard',
  name: { en: 'Standard delivery' },
  rate: { kind: 'flat', priceMinor: 60_00 },
  estimatedDays: { min: 1, max: 3 },
  active: true,
};

function zone(name: string, overrides: Partial<ShippingZone> = {}): ShippingZone {
  return { name, countries: ['EG'], methods: [METHOD], ...overrides };
}

const withMethods = (...methods: Partial<ShippingMethod>[]) => [
  zone('Egypt', { methods: methods.map((method) => ({ ...METHOD, ...method })) }),
];

const byWeight = (...limits: number[]): Partial<ShippingMethod> => ({
  rate: { kind: 'by_weight', steps: limits.map((upToGrams) => ({ upToGrams, priceMinor: 1 })) },
});

const byPrice = (...limits: number[]): Partial<ShippingMethod> => ({
  rate: { kind: 'by_price', steps: limits.map((upToMinor) => ({ upToMinor, priceMinor: 1 })) },
});

describe('checkShippingSettings', () => {
  it('has nothing against the built-in settings', () => {
    expect(checkShippingSettings(DEFAULT_SHIPPING_SETTINGS)).toEqual([]);
  });

  it.each<[string, ShippingZone[]]>([
    ['no zone at all', []],
    [
      'zones inside of wider ones',
      [
        zone('world', { countries: ['*'] }),
        zone('Egypt'),
        zone('Cairo', { governorates: ['EG-C'] }),
        zone('Giza', { governorates: ['EG-GZ'] }),
        zone('Gulf', { countries: ['SA', 'AE'] }),
      ],
    ],
    ['the same method in two zones', [zone('Egypt'), zone('Gulf', { countries: ['SA'] })]],
    ['steps that ascend', withMethods(byWeight(1, 2, 3), { code: 'b', ...byPrice(0, 1) })],
    ['a delivery on the same day', withMethods({ estimatedDays: { min: 0, max: 0 } })],
  ])('allows %s', (_, zones) => {
    expect(checkShippingSettings({ zones })).toEqual([]);
  });

  it.each<[string, ShippingZone[], string[]]>([
    ['two zones of one name', [zone('a'), zone('a', { countries: ['SA'] })], ['/zones/1/name']],
    ['a country in two zones', [zone('a'), zone('b', { countries: ['SA', 'EG'] })], ['/zones/1/countries/1']],
    ['a country twice in one zone', [zone('a', { countries: ['EG', 'EG'] })], ['/zones/0/countries/1']],
    [
      'the rest of the world in two zones',
      [zone('a', { countries: ['*'] }), zone('b', { countries: ['*'] })],
      ['/zones/1/countries/0'],
    ],
    [
      'a governorate in two zones',
      [zone('a', { governorates: ['EG-C', 'EG-GZ'] }), zone('b', { governorates: ['EG-KB', 'EG-GZ'] })],
      ['/zones/1/governorates/1'],
    ],
    [
      'a governorate twice in one zone',
      [zone('a', { governorates: ['EG-C', 'EG-C'] })],
      ['/zones/0/governorates/1'],
    ],
    [
      'the rest of the world beside a country',
      [zone('a', { countries: ['SA', '*'] })],
      ['/zones/0/countries'],
    ],
    [
      'governorates in a zone of another country',
      [zone('a', { countries: ['SA'], governorates: ['EG-C'] })],
      ['/zones/0/countries'],
    ],
    [
      'governorates in a zone of several countries',
      [zone('a', { countries: ['EG', 'SA'], governorates: ['EG-C'] })],
      ['/zones/0/countries'],
    ],
    [
      'a governorate that does not exist',
      [zone('a', { governorates: ['EG-C', 'EG-XX'] })],
      ['/zones/0/governorates/1'],
    ],
    ['a governorate by its name', [zone('a', { governorates: ['Cairo'] })], ['/zones/0/governorates/0']],
    ['a country that does not exist', [zone('a', { countries: ['EG', 'XX'] })], ['/zones/0/countries/1']],
    ['a country in small letters', [zone('a', { countries: ['eg'] })], ['/zones/0/countries/0']],
    ['two methods of one code', withMethods({}, { code: 'b' }, {}), ['/zones/0/methods/2/code']],
    [
      'a step by weight that does not ascend',
      withMethods(byWeight(1, 3, 2)),
      ['/zones/0/methods/0/rate/steps/2'],
    ],
    [
      'a step by price that repeats the one before',
      withMethods(byPrice(5, 5)),
      ['/zones/0/methods/0/rate/steps/1'],
    ],
    [
      'days that run backwards',
      withMethods({ estimatedDays: { min: 3, max: 2 } }),
      ['/zones/0/methods/0/estimatedDays/min'],
    ],
    [
      'everything wrong at once',
      [zone('a', { countries: ['xx'] }), zone('a', { methods: [METHOD, METHOD] })],
      ['/zones/1/name', '/zones/0/countries/0', '/zones/1/methods/1/code'],
    ],
  ])('points at %s', (_, zones, pointers) => {
    expect(checkShippingSettings({ zones }).map(({ pointer }) => pointer)).toEqual(pointers);
  });
});
