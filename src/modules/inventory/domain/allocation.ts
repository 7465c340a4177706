import { byPreference } from './location-preference.js';

/** Units of one document: those that lie there, and those promised beyond. */
export interface Units {
  quantity: number;
  backordered: number;
}

/** Where the units of an order come from. */
export interface Allocation extends Units {
  itemId: string;
  sku: string;
  locationCode: string;
}

export interface Demand {
  sku: string;
  quantity: number;
}

/** What the planner knows of one document of the stock. */
export interface ShelfLevel {
  itemId: string;
  sku: string;
  locationCode: string;
  available: number;
  backorderable: number;
  /** Reservations that still fit into its ledger. */
  freeSlots: number;
}

export interface Shortage {
  sku: string;
  requested: number;
  available: number;
}

/** `crowded`: there are units enough, but ledgers are full; a further shelf must be opened for these SKUs and locations. */
export type Plan =
  | { kind: 'planned'; allocations: Allocation[] }
  | { kind: 'short'; shortages: Shortage[] }
  | { kind: 'crowded'; shelves: { sku: string; locationCode: string }[] };

/**
 * Decides where an order is served from: from the first location that has everything, otherwise line by line from the
 * first that has the line, otherwise by pieces; what lies nowhere comes from a backorder allowance.
 * A plan promises nothing: others may be quicker, and then the reservation of a piece fails and a new plan is made.
 * @param demands one per SKU
 * @param locations the codes that may serve this order, the preferred one first
 * @param spread any number of the order's own, so that orders in parallel begin at different shelves
 */
export function planAllocation(
  demands: Demand[],
  shelves: ShelfLevel[],
  locations: string[],
  spread: number,
): Plan {
  const eligible = shelves.filter(({ locationCode }) => locations.includes(locationCode));
  const usable = eligible.filter(({ freeSlots }) => freeSlots > 0);
  for (const location of locations) {
    const here = usable.filter(({ locationCode }) => locationCode === location);
    const taken = demands.map((demand) => takeOnHand(demand, here, spread));
    if (taken.every(({ missing }) => missing === 0)) {
      return { kind: 'planned', allocations: taken.flatMap(({ allocations }) => allocations) };
    }
  }
  const taken = demands.map((demand) => takeAnywhere(demand, usable, locations, spread));
  const lacking = taken.filter(({ missing }) => missing > 0);
  if (lacking.length === 0) {
    return { kind: 'planned', allocations: taken.flatMap(({ allocations }) => allocations) };
  }
  const shortages = lacking
    .map(({ demand }) => shortageOf(demand, eligible))
    .filter(({ requested, available }) => available < requested);
  if (shortages.length > 0) return { kind: 'short', shortages };
  const crowded = eligible.filter(
    ({ sku, freeSlots, available }) =>
      freeSlots === 0 && available > 0 && lacking.some(({ demand }) => demand.sku === sku),
  );
  return { kind: 'crowded', shelves: crowded.map(({ sku, locationCode }) => ({ sku, locationCode })) };
}

interface Taken {
  demand: Demand;
  allocations: Allocation[];
  missing: number;
}

/** From one shelf if any has it all, otherwise from as few as possible. */
function takeOnHand(demand: Demand, shelves: ShelfLevel[], spread: number): Taken {
  const stocked = shelves.filter(({ sku, available }) => sku === demand.sku && available > 0);
  const sufficient = stocked.filter(({ available }) => available >= demand.quantity);
  const order =
    sufficient.length > 0
      ? [sufficient[spread % sufficient.length]!]
      : stocked.toSorted((a, b) => b.available - a.available);
  return takePieces(demand, order);
}

function takeAnywhere(demand: Demand, shelves: ShelfLevel[], locations: string[], spread: number): Taken {
  for (const location of locations) {
    const here = shelves.filter(({ locationCode }) => locationCode === location);
    const taken = takeOnHand(demand, here, spread);
    if (taken.missing === 0) return taken;
  }
  const own = shelves.filter(({ sku }) => sku === demand.sku).toSorted(byPreference(locations));
  const pieces = takePieces(
    demand,
    own.filter(({ available }) => available > 0),
  );
  return pieces.missing === 0 ? pieces : addBackorder(pieces, own);
}

function takePieces(demand: Demand, shelves: ShelfLevel[]): Taken {
  let missing = demand.quantity;
  const allocations: Allocation[] = [];
  for (const { itemId, sku, locationCode, available } of shelves) {
    if (missing === 0) break;
    const quantity = Math.min(available, missing);
    allocations.push({ itemId, sku, locationCode, quantity, backordered: 0 });
    missing -= quantity;
  }
  return { demand, allocations, missing };
}

/** Covers the rest from the first allowance that is large enough: one promise, kept when goods come to that location. */
function addBackorder({ demand, allocations, missing }: Taken, shelves: ShelfLevel[]): Taken {
  const source = shelves.find(({ backorderable }) => backorderable >= missing);
  if (source === undefined) return { demand, allocations, missing };
  const { itemId, sku, locationCode } = source;
  const existing = allocations.find((allocation) => allocation.itemId === itemId);
  const others = allocations.filter((allocation) => allocation !== existing);
  const combined = { itemId, sku, locationCode, quantity: existing?.quantity ?? 0, backordered: missing };
  return { demand, allocations: [...others, combined], missing: 0 };
}

function shortageOf({ sku, quantity }: Demand, shelves: ShelfLevel[]): Shortage {
  const own = shelves.filter((shelf) => shelf.sku === sku);
  const onHand = own.reduce((sum, { available }) => sum + available, 0);
  const allowance = Math.max(0, ...own.map(({ backorderable }) => backorderable));
  return { sku, requested: quantity, available: onHand + allowance };
}
