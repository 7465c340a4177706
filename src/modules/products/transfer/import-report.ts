import type { Refusal } from './catalogue-file.js';

export interface ImportCounts {
  created: number;
  updated: number;
  unchanged: number;
}

/** What an import did. */
export interface ImportReport {
  /** Name of the format that the file was read as. */
  format: string;
  products: ImportCounts;
  variants: ImportCounts;
  categoriesCreated: number;
  /** SKUs whose count was set. */
  stockSet: number;
  refusals: Refusal[];
  notes: string[];
}

export function emptyReport(format: string): ImportReport {
  return {
    format,
    products: { created: 0, updated: 0, unchanged: 0 },
    variants: { created: 0, updated: 0, unchanged: 0 },
    categoriesCreated: 0,
    stockSet: 0,
    refusals: [],
    notes: [],
  };
}
