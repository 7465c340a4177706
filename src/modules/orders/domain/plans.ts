import type { Allocation } from '../../inventory/index.js';

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

export function isAwaitingGoods(allocations: Allocation[]): boolean {
  return allocations.some(({ backordered }) => backordered > 0);
}
