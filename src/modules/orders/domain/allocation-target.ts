import type { AllocationTarget } from '../../inventory/index.js';
import { governorateOf } from '../../shipping/index.js';

/** Where an order goes, in the terms in which the inventory chooses a location. */
export function allocationTarget(
  address: { country: string; governorate?: string; city: string },
  shipping: { pickup?: { locationCode: string } },
): AllocationTarget {
  const governorate = governorateOf(address);
  return {
    country: address.country,
    ...(governorate !== null && { governorate }),
    ...(shipping.pickup !== undefined && { pickupLocation: shipping.pickup.locationCode }),
  };
}
