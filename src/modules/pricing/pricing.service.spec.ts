import { Logger } from '@nestjs/common';
import type { SettingKey, SettingsService } from '../settings/index.js';
import { TAX_SETTING } from '../tax/index.js';
import { PricingService } from './pricing.service.js';

/** Settings of which none has been stored, and the number of times that they were asked for. */
class DefaultSettings implements Pick<SettingsService, 'get'> {
  asked: string[] = [];

  async get<T extends object>(key: SettingKey<T>): Promise<T> {
    this.asked.push(key.name);
    return key.defaultValue;
  }
}

function build() {
  const settings = new DefaultSettings();
  return { settings, service: new PricingService(settings as unknown as SettingsService) };
}

function lineOf(taxClass: string) {
  return { sku: `A-${taxClass}`, quantity: 2, unitPriceMinor: 57_00, taxClass, weightGrams: 100 };
}

const CAIRO = { country: 'EG', governorate: 'القاهرة' };

describe('PricingService', () => {
  afterEach(() => jest.restoreAllMocks());

  it('prices by the settings, each read once', async () => {
    const { service, settings } = build();

    const order = await service.price({
      lines: [lineOf('standard')],
      destination: CAIRO,
      shippingMethod: 'standard',
    });

    expect(order.totals).toEqual({
      itemsMinor: 114_00,
      shippingMinor: 60_00,
      // 14.00 of the goods, 60.00 × 14 / 114 = 7.37 of the delivery.
      taxMinor: 21_37,
      grandTotalMinor: 174_00,
    });
    expect(settings.asked.sort()).toEqual(['shipping', 'tax']);
  });

  it('taxes a class that the rules do not know as standard and warns of it', async () => {
    const { service } = build();
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();

    const { lines } = await service.price({
      lines: [lineOf('standard'), lineOf('luxury'), lineOf('zero')],
      destination: CAIRO,
      shippingMethod: 'pickup',
    });

    expect(lines.map(({ taxClass, taxRate }) => [taxClass, taxRate])).toEqual([
      ['standard', TAX_SETTING.defaultValue.classes['standard']],
      ['standard', TAX_SETTING.defaultValue.classes['standard']],
      ['zero', 0],
    ]);
    expect(warn.mock.calls).toEqual([
      [expect.any(String), { items: [{ sku: 'A-luxury', taxClass: 'luxury' }] }],
    ]);
  });

  it('warns of nothing when it knows every class', async () => {
    const { service } = build();
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();

    await service.price({ lines: [lineOf('reduced')], destination: CAIRO, shippingMethod: 'pickup' });

    expect(warn).not.toHaveBeenCalled();
  });

  it('quotes the methods that serve the address, none where there are none', async () => {
    const { service } = build();
    const lines = [lineOf('standard')];

    const cairo = await service.shippingQuotes(lines, CAIRO);
    const aswan = await service.shippingQuotes(lines, { country: 'EG', city: 'Aswan' });

    expect(cairo.map(({ code, priceMinor }) => [code, priceMinor])).toEqual([
      ['standard', 60_00],
      ['express', 120_00],
      ['pickup', 0],
    ]);
    expect(aswan.map(({ code, priceMinor }) => [code, priceMinor])).toEqual([
      ['standard', 90_00],
      ['pickup', 0],
    ]);
    expect(await service.shippingQuotes(lines, { country: 'DE' })).toEqual([]);
  });
});
