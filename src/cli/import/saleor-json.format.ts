import {
  type CatalogueFile,
  type CatalogueFormat,
  type FileProduct,
  type FileVariant,
  type ForeignPrices,
  htmlToText,
  type Refusal,
  UnreadableFileError,
} from '../../modules/products/index.js';
import { SaleorFixture, type SaleorModels, type SaleorRow } from './saleor-fixture.js';

type Variant = SaleorRow<SaleorModels['product.productvariant']>;

/** Saleor's fixture dump: products with prices per channel, one of whose currencies is taken. */
export const saleorJson: CatalogueFormat = {
  name: 'saleor',
  recognises: (text) => /^\s*\[/.test(text) && text.includes('"product.productvariant"'),
  read: (text, prices) => new SaleorReader(parse(text), prices).read(),
};

function parse(text: string): SaleorFixture {
  try {
    return new SaleorFixture(JSON.parse(text) as ConstructorParameters<typeof SaleorFixture>[0]);
  } catch (error) {
    throw new UnreadableFileError('This is not a fixture dump of Saleor', { cause: error });
  }
}

class SaleorReader {
  private readonly categories = this.fixture.byKey('product.category');
  private readonly attributes = this.fixture.byKey('attribute.attribute');
  private readonly values = this.fixture.byKey('attribute.attributevalue');
  private readonly variants = this.fixture.groupBy('product.productvariant', 'product');
  private readonly offers = this.fixture.groupBy('product.productvariantchannellisting', 'variant');
  private readonly listings = this.fixture.groupBy('product.productchannellisting', 'product');
  private readonly stocks = this.fixture.groupBy('warehouse.stock', 'product_variant');
  private readonly productValues = this.fixture.groupBy('attribute.assignedproductattributevalue', 'product');
  private readonly variantAssignments = this.fixture.groupBy('attribute.assignedvariantattribute', 'variant');
  private readonly variantValues = this.fixture.groupBy(
    'attribute.assignedvariantattributevalue',
    'assignment',
  );
  private readonly refusals: Refusal[] = [];

  constructor(
    private readonly fixture: SaleorFixture,
    private readonly prices: ForeignPrices,
  ) {}

  read(): CatalogueFile {
    const products = this.fixture
      .all('product.product')
      .flatMap((product) => this.readProduct(product) ?? []);
    return { products, refusals: this.refusals, notes: this.notes() };
  }

  private readProduct({ pk, row, fields }: SaleorRow<SaleorModels['product.product']>): FileProduct | null {
    const own = this.variants.get(pk) ?? [];
    const optionValues = this.optionValuesOf(own);
    const variants = own.flatMap(
      (variant, index) => this.readVariant(variant, skuOf(variant, fields.slug), optionValues[index]!) ?? [],
    );
    if (variants.length === 0) return null;
    const description = (fields.description?.blocks ?? [])
      .flatMap(({ data }) => [data?.text ?? '', ...(data?.items ?? [])])
      .map(htmlToText)
      .filter((text) => text !== '')
      .join('\n\n');
    const isPublished = this.listings.get(pk)?.some((listing) => listing.fields.is_published) === true;
    return {
      row,
      slug: fields.slug,
      name: { en: fields.name },
      ...(description !== '' && { description: { en: description } }),
      status: isPublished ? 'published' : 'draft',
      categories: fields.category === null ? [] : [this.pathOf(fields.category)],
      images: [],
      options: Object.keys(optionValues[0] ?? {}),
      variants,
      attributes: this.attributesOf(
        this.productValues.get(pk)?.map((assigned) => assigned.fields.value) ?? [],
      ),
      tags: [],
    };
  }

  private readVariant(
    { pk, row, fields }: Variant,
    sku: string,
    optionValues: Record<string, string>,
  ): FileVariant | null {
    const offers = new Map(
      this.offers.get(pk)?.map((offer) => [offer.fields.currency, offer.fields.price_amount]),
    );
    const currency = this.prices.choose(offers.keys());
    if (currency === undefined) {
      const offered = [...offers.keys()].join(' and ') || 'no currency';
      const reason = `The price is in ${offered}; the shop sells in ${this.prices.storeCurrency}, give a rate`;
      this.refusals.push({ row, subject: sku, reason });
      return null;
    }
    const price = offers.get(currency) ?? '';
    const priceMinor = this.prices.toMinor(price, currency);
    if (priceMinor === null) {
      this.refusals.push({
        row,
        subject: sku,
        reason: `${price || 'Nothing'} is not a price in ${currency}`,
      });
      return null;
    }
    const stocks = this.stocks.get(pk);
    return {
      row,
      content: {
        sku,
        optionValues,
        priceMinor,
        weightGrams: gramsOf(fields.weight),
        taxClass: 'standard',
        active: true,
      },
      ...(stocks && { stock: stocks.reduce((sum, stock) => sum + stock.fields.quantity, 0) }),
    };
  }

  /** By the attributes that the variants differ in; by their names where some have none. */
  private optionValuesOf(variants: Variant[]): Record<string, string>[] {
    if (variants.length < 2) return variants.map(() => ({}));
    const byAttribute = variants.map(({ pk }) =>
      this.attributesOf(
        (this.variantAssignments.get(pk) ?? []).flatMap(
          (assignment) =>
            this.variantValues.get(assignment.pk)?.map((assigned) => assigned.fields.value) ?? [],
        ),
      ),
    );
    const names = Object.keys(byAttribute[0] ?? {}).toString();
    const isComplete =
      names !== '' && byAttribute.every((values) => Object.keys(values).toString() === names);
    return isComplete
      ? byAttribute
      : variants.map(({ fields }) => ({ Variant: fields.name || (fields.sku ?? '') }));
  }

  private attributesOf(valueIds: number[]): Record<string, string> {
    const attributes: Record<string, string> = {};
    for (const id of valueIds) {
      const value = this.values.get(id);
      const name = value && this.attributes.get(value.attribute)?.name;
      if (value === undefined || name === undefined) continue;
      attributes[name] = attributes[name] === undefined ? value.name : `${attributes[name]}, ${value.name}`;
    }
    return attributes;
  }

  private pathOf(categoryId: number): { en: string }[] {
    const category = this.categories.get(categoryId);
    if (category === undefined) return [];
    const above = category.parent === null ? [] : this.pathOf(category.parent);
    return [...above, { en: category.name }];
  }

  private notes(): string[] {
    const currencies = new Set(
      this.fixture.all('product.productvariantchannellisting').map((offer) => offer.fields.currency),
    );
    const chosen = this.prices.choose(currencies);
    const images = this.fixture.all('product.productmedia').length;
    const nameless = this.fixture.all('product.productvariant').filter(({ fields }) => !fields.sku).length;
    return [
      ...(chosen !== undefined && chosen !== this.prices.storeCurrency ? [this.prices.describe(chosen)] : []),
      ...(nameless > 0
        ? [`${nameless} variants have no SKU; theirs is made of the product’s slug and their key`]
        : []),
      ...(images > 0 ? [`${images} images were left aside: the file has no addresses for them`] : []),
    ];
  }
}

/** Saleor does without SKUs, which a shop cannot: the key makes one that is the same at every import. */
function skuOf({ pk, fields }: Variant, slug: string): string {
  return fields.sku || `${slug.slice(0, 50)}-${pk}`;
}

/** Saleor writes `1000.0:g`. */
function gramsOf(weight: string | null): number {
  const [amount = '', unit] = weight?.split(':') ?? [];
  const grams = Number(amount) * (unit === 'kg' ? 1000 : 1);
  return Number.isFinite(grams) ? Math.round(grams) : 0;
}
