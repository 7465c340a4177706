/**
 * Told when a SKU goes out of stock or comes back, so that the catalogue can filter by it.
 * Bound by the application module; the catalogue depends on inventory, never the other way round.
 */
export abstract class AvailabilityListener {
  abstract availabilityChanged(sku: string, inStock: boolean, at: Date): Promise<void>;
}
