import { Injectable } from '@nestjs/common';
import { type PricedOrder, type PricingLine, PricingService } from '../pricing/index.js';
import { ProductsService } from '../products/index.js';
import type { ShippingDestination, ShippingQuote } from '../shipping/index.js';
import type { CartRecord } from './cart.schema.js';

export interface QuoteRequest {
  destination: ShippingDestination;
  /** Undefined to learn only which methods there are. */
  shippingMethod: string | undefined;
  cashOnDelivery: boolean;
}

export interface CartQuote {
  methods: ShippingQuote[];
  /** What an order of this cart would come to; null without a method. */
  priced: PricedOrder | null;
}

/** Tells what an order of a cart would cost before it is placed; the numbers are those that placing computes. */
@Injectable()
export class CartQuoteService {
  constructor(
    private readonly products: ProductsService,
    private readonly pricing: PricingService,
  ) {}

  /** Items that are not on sale any more are left out. @throws {ShippingUnavailableError} @throws {CashOnDeliveryUnavailableError} */
  async quote(
    cart: CartRecord,
    { destination, shippingMethod, cashOnDelivery }: QuoteRequest,
  ): Promise<CartQuote> {
    const lines = await this.pricingLines(cart);
    const methods = await this.pricing.shippingQuotes(lines, destination);
    const priced =
      shippingMethod === undefined
        ? null
        : await this.pricing.price({ lines, destination, shippingMethod, cashOnDelivery });
    return { methods, priced };
  }

  private async pricingLines(cart: CartRecord): Promise<PricingLine[]> {
    const variants = await this.products.findSellable(cart.lines.map(({ sku }) => sku));
    return cart.lines.flatMap(({ sku, quantity }) => {
      const variant = variants.get(sku);
      if (variant === undefined) return [];
      const { unitPriceMinor, taxClass, weightGrams } = variant;
      return [{ sku, quantity, unitPriceMinor, taxClass, weightGrams }];
    });
  }
}
