import type { AllocationTarget } from '../../inventory/index.js';
import { resolveGovernorate } from '../../shipping/index.js';

/** Where an order goes, in the terms in which the inventory chooses a location. */
export function allocationTarget(
  address: { country: string; governorate?: string; city: string },
  shipping: { pickup?: { locationCode: string } },
): AllocationTarget {
  const governorate =
    address.country === 'EG' ? resolveGovernorate(address.governorate ?? address.city) : null;
  return {
    country: address.country,
    ...(governorate !== null && { governorate }),
    ...(shipping.pickup !== undefined && { pickupLocation: shipping.pickup.locationCode }),
  };
}
