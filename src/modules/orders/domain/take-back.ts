import type { Allocation, AllocationChange } from '../../inventory/index.js';
import type { LineQuantity } from './order.js';

export interface TakenBack {
  changes: AllocationChange[];
  /** What is left to the order. */
  allocations: Allocation[];
}

/**
 * Decides which allocations shrink when units of some SKUs are cancelled, the last piece first.
 * @param first of units that were never sent the promises of goods to come; of a parcel that comes back the goods themselves
 */
export function takeBack(
  allocations: Allocation[],
  lines: LineQuantity[],
  first: 'backordered' | 'quantity',
): TakenBack {
  const wanted = new Map(lines.map(({ sku, quantity }) => [sku, quantity]));
  const left = new Map(allocations.map((allocation) => [allocation, { ...allocation }]));
  const fields =
    first === 'quantity' ? (['quantity', 'backordered'] as const) : (['backordered', 'quantity'] as const);
  for (const field of fields) {
    for (const allocation of allocations.toReversed()) {
      const remaining = left.get(allocation)!;
      const taken = Math.min(remaining[field], wanted.get(allocation.sku) ?? 0);
      remaining[field] -= taken;
      wanted.set(allocation.sku, (wanted.get(allocation.sku) ?? 0) - taken);
    }
  }
  const changes = [...left]
    .filter(
      ([before, after]) => before.quantity !== after.quantity || before.backordered !== after.backordered,
    )
    .map(([allocation, { quantity, backordered }]) => ({ allocation, to: { quantity, backordered } }));
  return {
    changes,
    allocations: [...left.values()].filter(({ quantity, backordered }) => quantity + backordered > 0),
  };
}
