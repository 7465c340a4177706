import type { CartQuote } from './cart-quote.service.js';
import type { CartQuoteResponse } from './dto/quote.dto.js';

export function toQuoteResponse({ methods, priced }: CartQuote, currency: string): CartQuoteResponse {
  return {
    currency,
    shippingMethods: methods.map(({ code, name, priceMinor, estimatedDays, pickup, cashOnDelivery }) => ({
      code,
      name,
      priceMinor,
      estimatedDays,
      pickupLocation: pickup?.locationCode ?? null,
      cashOnDeliveryFeeMinor: cashOnDelivery?.feeMinor ?? null,
    })),
    totals: priced && { ...priced.totals, taxIncluded: priced.taxIncluded },
  };
}
