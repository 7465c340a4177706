import type { ImportCounts, ImportReport } from '../../modules/products/index.js';

/** Tells a person what an import did, refused rows last so that they are not missed. */
export function printReport(file: string, report: ImportReport): void {
  console.log(`${file}, read as ${report.format}:`);
  console.log(`  products    ${counts(report.products)}`);
  console.log(`  variants    ${counts(report.variants)}`);
  console.log(`  categories  ${report.categoriesCreated} created`);
  console.log(`  stock       ${report.stockSet} counts set`);
  for (const note of report.notes) console.log(`  note        ${note}`);
  if (report.refusals.length === 0) return console.log('  refused     nothing');
  console.log(`  refused     ${report.refusals.length} rows:`);
  for (const { row, subject, reason } of report.refusals)
    console.log(`    row ${row}  ${subject}  ${reason}`);
}

function counts({ created, updated, unchanged }: ImportCounts): string {
  return `${created} created, ${updated} updated, ${unchanged} unchanged`;
}
