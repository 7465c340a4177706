import { Injectable, Logger } from '@nestjs/common';
import { SettingsService } from '../settings/index.js';
import {
  quoteMethods,
  SHIPPING_SETTING,
  type ShippingDestination,
  type ShippingQuote,
} from '../shipping/index.js';
import { isKnownTaxClass, TAX_SETTING, type TaxRules } from '../tax/index.js';
import { basketOf, chargeShipping, type ShippingChoice } from './domain/charge-shipping.js';
import { priceOrder } from './domain/price-order.js';
import type { PricedOrder, PricingLine } from './domain/priced-order.js';

interface PricingRequest extends ShippingChoice {
  readonly lines: readonly PricingLine[];
}

/** Prices orders by the shop's tax and shipping settings. */
@Injectable()
export class PricingService {
  private readonly logger = new Logger(PricingService.name);

  constructor(private readonly settings: SettingsService) {}

  /**
   * Every amount of an order. A tax class that the rules do not know is taxed as standard, with a warning in the log:
   * a product that was filed wrongly must not stop the shop from selling.
   * @throws {ShippingUnavailableError} @throws {CashOnDeliveryUnavailableError}
   */
  async price(request: PricingRequest): Promise<PricedOrder> {
    const { lines, destination } = request;
    const [taxRules, shippingSettings] = await Promise.all([
      this.settings.get(TAX_SETTING),
      this.settings.get(SHIPPING_SETTING),
    ]);
    this.warnOfUnknownClasses(taxRules, lines);
    const shipping = chargeShipping(shippingSettings, request, lines);
    return priceOrder({ lines, shipping, country: destination.country, taxRules });
  }

  /** The shipping methods that a customer may choose for these lines, with their prices; none where the shop does not deliver. */
  async shippingQuotes(
    lines: readonly PricingLine[],
    destination: ShippingDestination,
  ): Promise<ShippingQuote[]> {
    return quoteMethods(await this.settings.get(SHIPPING_SETTING), destination, basketOf(lines));
  }

  private warnOfUnknownClasses(rules: TaxRules, lines: readonly PricingLine[]): void {
    const unknown = lines.filter(({ taxClass }) => !isKnownTaxClass(rules, taxClass));
    if (unknown.length === 0) return;
    this.logger.warn('Taxed as standard: the tax settings do not know the class', {
      items: unknown.map(({ sku, taxClass }) => ({ sku, taxClass })),
    });
  }
}
