import type { StockItemResponse } from './dto/inventory.dto.js';
import type { StockItemView } from './stock-item.repository.js';

export function toStockItemResponse(item: StockItemView): StockItemResponse {
  return {
    sku: item.sku,
    onHand: item.onHand,
    available: item.available,
    reserved: item.onHand - item.available,
    adjustments: item.adjustments
      .map(({ delta, reason, actor, at }) => ({ delta, reason, actor, at: at.toISOString() }))
      .toReversed(),
    updatedAt: item.updatedAt.toISOString(),
  };
}
