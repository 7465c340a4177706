import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../common/errors/domain.error.js';
import { StockCountService } from '../../inventory/index.js';
import { ProductRepository } from '../product.repository.js';
import type { ProductRecord } from '../product.schema.js';
import type { FileVariant } from './catalogue-file.js';
import type { ImportReport } from './import-report.js';

/** Hands counts of files to the inventory: once per count, so that a repeated import does not bring sold units back. */
@Injectable()
export class ImportedStock {
  constructor(
    private readonly counts: StockCountService,
    private readonly products: ProductRepository,
  ) {}

  /** Sets the counts that differ from what a file said last of the SKU. */
  async set(
    variants: FileVariant[],
    saved: ProductRecord,
    report: ImportReport,
    actor: string,
  ): Promise<void> {
    const before = new Map(saved.variants.map(({ sku, importedStock }) => [sku, importedStock]));
    const changed = variants.flatMap(({ row, stock, content: { sku } }) =>
      stock === undefined || stock === before.get(sku) ? [] : [{ row, sku, onHand: stock }],
    );
    if (changed.length === 0) return;
    const note = { reason: 'import', actor };
    const started = await this.counts.start(changed, note);
    const set: typeof changed = [];
    for (const count of changed) {
      try {
        if (!started.has(count.sku)) await this.counts.setOnHand(count.sku, count.onHand, note);
        set.push(count);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        const reason = `The stock was not set: ${error.message}`;
        report.refusals.push({ row: count.row, subject: count.sku, reason });
      }
    }
    await this.products.markImportedStock(saved._id, set);
    report.stockSet += set.length;
  }
}
