import { divideHalfUp } from '../../tax/index.js';

/** What of a line's gross amount belongs to how many units. */
export interface RefundableLine {
  readonly quantity: number;
  /** Minor units. */
  readonly grossMinor: number;
}

/**
 * The gross amount, in minor units, of some units of a line of which others were cancelled before.
 * Rounded on the running total, so any sequence of cancellations of the whole line adds up to its gross amount exactly.
 * @throws {RangeError} when fewer units are left than are to be cancelled
 */
export function refundableMinor(line: RefundableLine, alreadyCancelled: number, cancelNow: number): number {
  if (alreadyCancelled < 0 || cancelNow < 0 || alreadyCancelled + cancelNow > line.quantity) {
    throw new RangeError(
      `Cannot cancel ${cancelNow} of ${line.quantity} units after ${alreadyCancelled} of them`,
    );
  }
  return shareMinor(line, alreadyCancelled + cancelNow) - shareMinor(line, alreadyCancelled);
}

/** The gross amount of the first so many units. */
function shareMinor({ quantity, grossMinor }: RefundableLine, units: number): number {
  return divideHalfUp(BigInt(grossMinor) * BigInt(units), BigInt(quantity));
}
