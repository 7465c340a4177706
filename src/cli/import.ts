import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { AppConfig } from '../config/app-config.js';
import { chooseFormat, CSV_FORMATS, ForeignPrices, ProductImporter } from '../modules/products/index.js';
import { openApplication } from './application.js';
import { printReport } from './import/print-report.js';
import { chooseRates } from './import/rates.js';
import { saleorJson } from './import/saleor-json.format.js';

const FORMATS = [...CSV_FORMATS, saleorJson];
const USAGE = `Usage: npm run import -- FILE [--format ${FORMATS.map(({ name }) => name).join('|')}] [--rate USD=48.5]...`;

/** `npm run import -- FILE`: brings the products of a file into the shop at MONGODB_URI; a repeat makes nothing double. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { format: { type: 'string' }, rate: { type: 'string', multiple: true } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new Error(USAGE);
  const text = await readFile(file, 'utf8');
  const format = chooseFormat(FORMATS, text, values.format);
  const application = await openApplication();
  try {
    const { rates, note } = chooseRates(values.rate, application.get(AppConfig).isProduction);
    const prices = new ForeignPrices(application.get(AppConfig).storeCurrency, rates);
    const catalogue = format.read(text, prices);
    const report = await application.get(ProductImporter).import(catalogue, format.name, 'import');
    printReport(basename(file), { ...report, notes: [...report.notes, ...note] });
  } finally {
    await application.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
