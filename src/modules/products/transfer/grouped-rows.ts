import type { Refusal } from './catalogue-file.js';
import type { TableRow } from './csv-table.js';

/** Collects rows by the product they belong to, in the order in which products first appear; rows without one are refused. */
export function groupBySlug(rows: TableRow[], refusals: Refusal[]): [slug: string, rows: TableRow[]][] {
  const groups = new Map<string, TableRow[]>();
  for (const row of rows) {
    const slug = row.get('slug');
    if (slug === '') {
      refusals.push({ row: row.row, subject: row.get('sku'), reason: 'The row has no slug' });
      continue;
    }
    const group = groups.get(slug);
    if (group === undefined) groups.set(slug, [row]);
    else group.push(row);
  }
  return [...groups];
}

/** The filled option columns `option1_name`, `option1_value` and so on. */
export function optionValuesOf(row: TableRow): Record<string, string> {
  const values: Record<string, string> = {};
  for (const number of [1, 2, 3]) {
    const name = row.get(`option${number}_name`);
    if (name !== '') values[name] = row.get(`option${number}_value`);
  }
  return values;
}

/** A whole number of units; undefined for an empty cell, null for anything else. */
export function parseCount(text: string): number | null | undefined {
  if (text === '') return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
