/**
 * Tells which categories have products. Bound by the products module, which depends on this one,
 * never the other way round.
 */
export abstract class CategoryUsage {
  abstract hasProducts(categoryId: string): Promise<boolean>;

  /** Takes a category that no longer exists off every product. */
  abstract detach(categoryId: string): Promise<void>;
}
