import { Injectable } from '@nestjs/common';
import { formatMinor } from '../../../common/money/currency.js';
import { AppConfig } from '../../../config/app-config.js';
import { CategoriesService, type CategoryTree } from '../../categories/index.js';
import { InventoryService } from '../../inventory/index.js';
import { ProductListRepository } from '../product-list.repository.js';
import type { ProductRecord, VariantRecord } from '../product.schema.js';
import { escapeText } from './csv-lists.js';
import { csvLine } from './csv-table.js';
import { SHOP_CSV_COLUMNS, type ShopCsvCells } from './shop-csv.js';

const BATCH = 100;
/** Tells spreadsheets that the text is UTF-8; without it they show Arabic as gibberish. */
const BYTE_ORDER_MARK = '\ufeff';

/** Writes all products as our own CSV, which an import reads back. */
@Injectable()
export class ProductExporter {
  constructor(
    private readonly products: ProductListRepository,
    private readonly categories: CategoriesService,
    private readonly inventory: InventoryService,
    private readonly config: AppConfig,
  ) {}

  /** Line by line, oldest product first, holding one batch at a time. */
  async *lines(): AsyncGenerator<string> {
    yield BYTE_ORDER_MARK + csvLine(SHOP_CSV_COLUMNS);
    const tree = await this.categories.tree();
    for (let after: string | undefined; ;) {
      const batch = await this.products.findBatch(after, BATCH);
      const skus = batch.flatMap(({ variants }) => variants.map(({ sku }) => sku));
      const levels = await this.inventory.levels(skus);
      for (const product of batch) {
        for (const [index, variant] of product.variants.entries()) {
          const cells = {
            slug: product.slug,
            ...(index === 0 && sharedCells(product, tree)),
            ...this.variantCells(product, variant),
            stock: levels.get(variant.sku)?.onHand.toString() ?? '',
          };
          yield csvLine(SHOP_CSV_COLUMNS.map((column) => cells[column] ?? ''));
        }
      }
      after = batch.at(-1)?._id.toHexString();
      if (batch.length < BATCH) return;
    }
  }

  private variantCells(product: ProductRecord, variant: VariantRecord): ShopCsvCells {
    const currency = this.config.storeCurrency;
    const { compareAtPriceMinor } = variant;
    return {
      sku: variant.sku,
      active: String(variant.active),
      ...Object.fromEntries(
        product.options.flatMap((name, i) => [
          [`option${i + 1}_name`, name],
          [`option${i + 1}_value`, variant.optionValues[name] ?? ''],
        ]),
      ),
      price: formatMinor(variant.priceMinor, currency),
      compare_at_price: compareAtPriceMinor === undefined ? '' : formatMinor(compareAtPriceMinor, currency),
      currency,
      weight_grams: String(variant.weightGrams),
      tax_class: variant.taxClass,
      barcode: variant.barcode ?? '',
    };
  }
}

function sharedCells(product: ProductRecord, tree: CategoryTree): ShopCsvCells {
  const { name, description, status, categoryIds, images, attributes, tags } = product;
  const paths = categoryIds.flatMap((id) => {
    const category = tree.find(id.toHexString());
    return category === undefined
      ? []
      : [[...tree.ancestorsOf(category.id), category].map(({ name }) => name.en)];
  });
  return {
    status,
    name_en: name.en,
    name_ar: name.ar ?? '',
    description_en: description?.en ?? '',
    description_ar: description?.ar ?? '',
    categories: paths.map((path) => path.map(escapeText).join(' > ')).join(' | '),
    tags: tags.map(escapeText).join('|'),
    attributes: Object.entries(attributes)
      .map((pair) => pair.map(escapeText).join('='))
      .join('|'),
    image_urls: images.map(({ url }) => escapeText(url)).join('|'),
    image_alts_en: images.map(({ alt }) => escapeText(alt.en)).join('|'),
    image_alts_ar: images.map(({ alt }) => escapeText(alt.ar ?? '')).join('|'),
  };
}
