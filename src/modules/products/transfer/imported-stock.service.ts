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
    for (const { row, stock, content } of variants) {
      if (stock === undefined || stock === before.get(content.sku)) continue;
      try {
        await this.counts.setOnHand(content.sku, stock, { reason: 'import', actor });
        await this.products.markImportedStock(content.sku, stock);
        report.stockSet++;
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        report.refusals.push({
          row,
          subject: content.sku,
          reason: `The stock was not set: ${error.message}`,
        });
      }
    }
  }
}
