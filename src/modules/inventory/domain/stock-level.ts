/** What is known of the stock of a SKU at one location. */
export interface LocationLevel {
  sku: string;
  locationCode: string;
  onHand: number;
  available: number;
  reserved: number;
  policy: 'deny' | 'backorder' | 'preorder';
  backorderLimit: number;
  /** Units that can still be promised beyond what lies there. */
  backorderable: number;
  /** Backordered units that are sold and wait for goods. */
  owed: number;
  availableFrom: Date | null;
  lowStockThreshold: number | null;
  /** Of the document on which the location's count is kept. */
  version: number;
  updatedAt: Date;
}

/** How a SKU can be bought right now. */
export type Availability = 'in_stock' | 'preorder' | 'backorder' | 'out_of_stock';

/** The stock of a SKU over the active locations. */
export interface StockLevel {
  sku: string;
  onHand: number;
  available: number;
  /** Units that can be promised, those beyond the stock included. */
  orderable: number;
  availability: Availability;
  /** When the goods of a preorder or backorder are expected. */
  availableFrom: Date | null;
}

/** A document of the stock, as far as levels need it. */
export interface ShelfCounts {
  sku: string;
  locationCode: string;
  shelf: number;
  onHand: number;
  available: number;
  policy: LocationLevel['policy'];
  backorderLimit: number;
  backorderable: number;
  owed: number;
  availableFrom?: Date;
  lowStockThreshold?: number;
  version: number;
  updatedAt: Date;
}

/** Adds up shelves to locations and locations to SKUs, in the order of the shelves. Only active locations count as stock for sale. */
export function summarise(
  shelves: ShelfCounts[],
  activeLocations: ReadonlySet<string>,
): (StockLevel & { locations: LocationLevel[] })[] {
  const bySku = Map.groupBy(shelves, ({ sku }) => sku);
  return [...bySku].map(([sku, own]) => {
    const locations = [...Map.groupBy(own, ({ locationCode }) => locationCode).values()].map(toLocation);
    const active = locations.filter(({ locationCode }) => activeLocations.has(locationCode));
    const available = sum(active, 'available');
    const source = active.find(({ backorderable }) => backorderable > 0);
    return {
      sku,
      onHand: sum(active, 'onHand'),
      available,
      orderable: available + Math.max(0, ...active.map(({ backorderable }) => backorderable)),
      availability: available > 0 ? 'in_stock' : source === undefined ? 'out_of_stock' : kindOf(source),
      availableFrom: source?.availableFrom ?? null,
      locations,
    };
  });
}

function toLocation(shelves: ShelfCounts[]): LocationLevel {
  // Policy and threshold are kept on the first shelf; further ones only hold units.
  const home = shelves.find(({ shelf }) => shelf === 0) ?? shelves[0]!;
  const onHand = sum(shelves, 'onHand');
  const available = sum(shelves, 'available');
  return {
    sku: home.sku,
    locationCode: home.locationCode,
    onHand,
    available,
    reserved: onHand - available,
    policy: home.policy,
    backorderLimit: home.backorderLimit,
    backorderable: home.policy === 'deny' ? 0 : Math.max(0, home.backorderable),
    owed: sum(shelves, 'owed'),
    availableFrom: home.availableFrom ?? null,
    lowStockThreshold: home.lowStockThreshold ?? null,
    version: home.version,
    updatedAt: home.updatedAt,
  };
}

function kindOf({ policy }: LocationLevel): Availability {
  return policy === 'preorder' ? 'preorder' : 'backorder';
}

function sum<Key extends 'onHand' | 'available' | 'owed'>(rows: Record<Key, number>[], key: Key): number {
  return rows.reduce((total, row) => total + row[key], 0);
}
