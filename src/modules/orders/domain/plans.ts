import type { Allocation, Demand } from '../../inventory/index.js';

/** Whether two plans take the same units from the same places. */
export function isSamePlan(a: Allocation[], b: Allocation[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ itemId, quantity, backordered }) =>
      b.some(
        (other) =>
          other.itemId === itemId && other.quantity === quantity && other.backordered === backordered,
      ),
    )
  );
}

/** Whether a plan brings exactly what is wanted. */
export function isCovered(demands: Demand[], plan: Allocation[]): boolean {
  return demands.every(({ sku, quantity }) => {
    const own = plan.filter((allocation) => allocation.sku === sku);
    return own.reduce((sum, units) => sum + units.quantity + units.backordered, 0) === quantity;
  });
}

export function isAwaitingGoods(allocations: Allocation[]): boolean {
  return allocations.some(({ backordered }) => backordered > 0);
}
