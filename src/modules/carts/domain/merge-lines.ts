import { MAX_LINE_QUANTITY, MAX_LINES } from './cart-limits.js';

/** Where both carts have an item: `sum` adds, `keep` keeps the customer's; `replace` drops the customer's lines. */
export const MERGE_MODES = ['sum', 'keep', 'replace'] as const;
export type MergeMode = (typeof MERGE_MODES)[number];

export interface MergeableLine {
  sku: string;
  quantity: number;
  seenUnitPriceMinor: number;
}

/**
 * The lines of a customer's cart after a guest's cart has come into it.
 * What would go beyond the limits of a cart is cut off: nobody is kept from signing in by a full cart.
 */
export function mergeLines(own: MergeableLine[], guest: MergeableLine[], mode: MergeMode): MergeableLine[] {
  if (mode === 'replace') return guest.map(pick);
  const merged = new Map(own.map((line) => [line.sku, pick(line)]));
  for (const line of guest) {
    const existing = merged.get(line.sku);
    if (existing === undefined) {
      if (merged.size < MAX_LINES) merged.set(line.sku, pick(line));
    } else if (mode === 'sum') {
      const quantity = Math.min(existing.quantity + line.quantity, MAX_LINE_QUANTITY);
      merged.set(line.sku, { ...existing, quantity });
    }
  }
  return [...merged.values()];
}

function pick({ sku, quantity, seenUnitPriceMinor }: MergeableLine): MergeableLine {
  return { sku, quantity, seenUnitPriceMinor };
}
