import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../common/errors/domain.error.js';
import { CategoriesService } from '../../categories/index.js';
import type { ProductContent, VariantContent } from '../domain/product-content.js';
import { contentOf } from '../product-content.mapper.js';
import { ProductEditor } from '../product-editor.service.js';
import { ProductRepository } from '../product.repository.js';
import type { ProductRecord } from '../product.schema.js';
import type { CatalogueFile, FileProduct } from './catalogue-file.js';
import { checkFileProduct } from './check-file-product.js';
import { emptyReport, type ImportCounts, type ImportReport } from './import-report.js';
import { ImportedStock } from './imported-stock.service.js';
import { KnownProducts } from './known-products.js';
import { contentOfFile, mergeContent } from './merge-content.js';

/** Products looked up in one query. */
const BATCH = 50;
/** As many as the connection pool has connections. */
const PARALLEL = 3;

/** A product of the file with the ids of its categories. */
interface Resolved {
  product: FileProduct;
  categoryIds: string[];
}

/**
 * Brings the products of a file into the shop. Products are known by slug, or by SKU where the slug has changed;
 * a repeat makes nothing double, and finishes an import that was interrupted.
 */
@Injectable()
export class ProductImporter {
  constructor(
    private readonly products: ProductRepository,
    private readonly editor: ProductEditor,
    private readonly categories: CategoriesService,
    private readonly stock: ImportedStock,
  ) {}

  /** @param actor id of the user, or the name of the program, for the history of the stock */
  async import(file: CatalogueFile, format: string, actor: string): Promise<ImportReport> {
    const report = emptyReport(format);
    report.refusals.push(...file.refusals);
    report.notes.push(...file.notes);
    const sound: FileProduct[] = [];
    for (const product of file.products) {
      const checked = await checkFileProduct(product, report.refusals);
      if (checked !== null) sound.push(checked);
    }
    const { ids, created } = await this.categories.ensurePaths(sound.flatMap(({ categories }) => categories));
    report.categoriesCreated = created;
    const resolved = sound.map((product) => ({
      product,
      categoryIds: [...new Set(ids.splice(0, product.categories.length))],
    }));
    for (let start = 0; start < resolved.length; start += BATCH) {
      const batch = resolved.slice(start, start + BATCH);
      const known = await this.lookUp(batch);
      await Readable.from(batch).forEach((each: Resolved) => this.importProduct(each, known, report, actor), {
        concurrency: PARALLEL,
      });
    }
    report.refusals.sort((a, b) => a.row - b.row);
    return report;
  }

  private async importProduct(
    { product, categoryIds }: Resolved,
    known: KnownProducts,
    report: ImportReport,
    actor: string,
  ): Promise<void> {
    try {
      const target = known.find(product);
      const taken = new Set(known.takenFrom(product, target));
      for (const { row, content } of taken) {
        report.refusals.push({ row, subject: content.sku, reason: 'Another product has this SKU' });
      }
      const variants = product.variants.filter((variant) => !taken.has(variant));
      if (variants.length === 0) return;
      const content = contentOfFile({ ...product, variants }, categoryIds);
      const saved = await this.save(content, product.slug, target, report);
      await this.stock.set(variants, saved, report, actor);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      report.refusals.push({ row: product.row, subject: product.slug, reason: error.message });
    }
  }

  private async save(
    content: ProductContent,
    slug: string,
    target: ProductRecord | undefined,
    report: ImportReport,
  ): Promise<ProductRecord> {
    if (target === undefined) {
      const created = await this.editor.create(content, slug);
      count(report, 'created', content, []);
      return created;
    }
    const before = contentOf(target);
    if (isDeepStrictEqual(mergeContent(before, content), before)) {
      count(report, 'unchanged', content, before.variants);
      return target;
    }
    const updated = await this.editor.update(
      target._id.toHexString(),
      (record) => ({ content: mergeContent(contentOf(record), content), slug: record.slug }),
      null,
    );
    count(report, 'updated', content, before.variants);
    return updated;
  }

  private async lookUp(batch: Resolved[]): Promise<KnownProducts> {
    const slugs = batch.map(({ product }) => product.slug);
    const skus = batch.flatMap(({ product }) => product.variants.map(({ content }) => content.sku));
    return new KnownProducts(await this.products.findBySlugsOrSkus(slugs, skus));
  }
}

function count(
  report: ImportReport,
  outcome: keyof ImportCounts,
  { variants }: ProductContent,
  before: VariantContent[],
): void {
  report.products[outcome]++;
  const known = new Map(before.map((variant) => [variant.sku, variant]));
  for (const variant of variants) {
    const old = known.get(variant.sku);
    if (old === undefined) report.variants.created++;
    else report.variants[isDeepStrictEqual(old, variant) ? 'unchanged' : 'updated']++;
  }
}
