import type { ProductRecord } from '../product.schema.js';
import type { FileProduct, FileVariant } from './catalogue-file.js';

/** The products of the shop that a file may mean. */
export class KnownProducts {
  private readonly bySlug: ReadonlyMap<string, ProductRecord>;
  private readonly bySku: ReadonlyMap<string, ProductRecord>;

  constructor(products: ProductRecord[]) {
    this.bySlug = new Map(products.map((product) => [product.slug, product]));
    this.bySku = new Map(products.flatMap((product) => product.variants.map(({ sku }) => [sku, product])));
  }

  /** The product with the slug; where the slug has changed, one whose variants the file all names. */
  find(product: FileProduct): ProductRecord | undefined {
    const sameSlug = this.bySlug.get(product.slug);
    if (sameSlug !== undefined) return sameSlug;
    const skus = product.variants.map(({ content }) => content.sku);
    const owner = skus.map((sku) => this.bySku.get(sku)).find((known) => known !== undefined);
    return owner?.variants.every(({ sku }) => skus.includes(sku)) === true ? owner : undefined;
  }

  /** The variants whose SKU belongs to another product than the one that is meant. */
  takenFrom(product: FileProduct, meant: ProductRecord | undefined): FileVariant[] {
    return product.variants.filter(({ content }) => {
      const owner = this.bySku.get(content.sku);
      return owner !== undefined && owner !== meant;
    });
  }
}
