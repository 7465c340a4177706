import type { StockLevel } from '../inventory/index.js';
import type { SellableVariant } from '../products/index.js';
import type { CartLineRecord, CartRecord } from './cart.schema.js';
import { MAX_LINE_QUANTITY } from './domain/cart-limits.js';
import type { CartIssue, CartItemResponse, CartResponse } from './dto/cart.dto.js';

/** What the catalogue and the stock say right now about the cart's SKUs. */
export interface CartFacts {
  variants: Map<string, SellableVariant>;
  levels: Map<string, StockLevel>;
  currency: string;
}

export function toCartResponse(cart: CartRecord, facts: CartFacts, token?: string): CartResponse {
  const items = cart.lines.map((line) => toItem(line, facts));
  return {
    id: cart._id.toHexString(),
    ...(token !== undefined && { token }),
    status: cart.status,
    orderId: cart.orderId?.toHexString() ?? null,
    currency: facts.currency,
    note: cart.note ?? null,
    items,
    subtotalMinor: items.reduce((sum, item) => sum + item.lineTotalMinor, 0),
    expiresAt: cart.expiresAt.toISOString(),
    updatedAt: cart.updatedAt.toISOString(),
  };
}

function toItem(line: CartLineRecord, { variants, levels }: CartFacts): CartItemResponse {
  const { sku, quantity, seenUnitPriceMinor } = line;
  const variant = variants.get(sku);
  const level = levels.get(sku);
  const issues: CartIssue[] = [];
  if (variant === undefined) issues.push('not_sellable');
  else {
    if (variant.unitPriceMinor !== seenUnitPriceMinor) issues.push('price_changed');
    if ((level?.orderable ?? 0) < quantity) issues.push('insufficient_stock');
  }
  return {
    sku,
    quantity,
    title: variant?.title ?? null,
    productId: variant?.productId ?? null,
    unitPriceMinor: variant?.unitPriceMinor ?? null,
    seenUnitPriceMinor,
    lineTotalMinor: (variant?.unitPriceMinor ?? 0) * quantity,
    availability: level?.availability ?? 'out_of_stock',
    orderableQuantity: Math.min(level?.orderable ?? 0, MAX_LINE_QUANTITY),
    availableFrom: level?.availableFrom?.toISOString() ?? null,
    issues,
  };
}
