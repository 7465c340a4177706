import { refundableMinor } from '../../pricing/index.js';
import { LinesNotOpenError, UnknownLineError } from '../order.errors.js';
import { openQuantity } from './fulfilment-state.js';
import type { LineQuantity, LineState } from './order.js';

/**
 * Sums what is wanted per SKU and checks that it is still open.
 * @throws {UnknownLineError} @throws {LinesNotOpenError} naming what is open
 */
export function requireOpen(lines: LineState[], wanted: LineQuantity[]): LineQuantity[] {
  const perSku = new Map<string, number>();
  for (const { sku, quantity } of wanted) perSku.set(sku, (perSku.get(sku) ?? 0) + quantity);
  const unknown = [...perSku.keys()].filter((sku) => lines.every((line) => line.sku !== sku));
  if (unknown.length > 0) throw new UnknownLineError(unknown);
  const closed = lines
    .filter((line) => (perSku.get(line.sku) ?? 0) > openQuantity(line))
    .map((line) => ({ sku: line.sku, open: openQuantity(line), wanted: perSku.get(line.sku)! }));
  if (closed.length > 0) throw new LinesNotOpenError(closed);
  return [...perSku].map(([sku, quantity]) => ({ sku, quantity }));
}

/** Everything that is open. */
export function allOpen(lines: LineState[]): LineQuantity[] {
  return lines
    .map((line) => ({ sku: line.sku, quantity: openQuantity(line) }))
    .filter(({ quantity }) => quantity > 0);
}

/** The lines with a counter moved by so many units. */
export function count<Line extends LineState>(
  lines: Line[],
  field: 'cancelledQuantity' | 'fulfilledQuantity',
  by: LineQuantity[],
): Line[] {
  const perSku = new Map(by.map(({ sku, quantity }) => [sku, quantity]));
  return lines.map((line) => ({ ...line, [field]: line[field] + (perSku.get(line.sku) ?? 0) }));
}

/** The share of the lines' gross amounts, in minor units, that open units have; all shares of a line add up to its amount. */
export function shareMinor(lines: LineState[], units: LineQuantity[]): number {
  return units.reduce((sum, { sku, quantity }) => {
    const line = lines.find((candidate) => candidate.sku === sku)!;
    return sum + refundableMinor(line, line.cancelledQuantity + line.fulfilledQuantity, quantity);
  }, 0);
}
