import { CsvError, parse } from 'csv-parse/sync';
import { UnreadableFileError } from './import.errors.js';

/** A row of a table with a header; cells by the name of their column, in small letters. */
export class TableRow {
  constructor(
    /** As a spreadsheet counts, the header being the first. */
    readonly row: number,
    private readonly cells: ReadonlyMap<string, string>,
  ) {}

  /** The trimmed text of a cell; empty when there is no such column. */
  get(column: string): string {
    return this.cells.get(column) ?? '';
  }

  /** The filled cells whose column begins with a prefix. */
  startingWith(prefix: string): [column: string, text: string][] {
    return [...this.cells].filter(([column, text]) => column.startsWith(prefix) && text !== '');
  }
}

export interface Table {
  columns: string[];
  rows: TableRow[];
}

/**
 * Reads CSV as RFC 4180 has it, with or without a byte order mark, separated by commas, semicolons or tabs.
 * @throws {UnreadableFileError}
 */
export function parseTable(csv: string): Table {
  const [header, ...records] = parseRecords(csv);
  if (header === undefined) throw new UnreadableFileError('The file is empty');
  const columns = header.map((name) => name.trim().toLowerCase());
  const rows = records.flatMap((record, index) => {
    if (record.every((cell) => cell.trim() === '')) return [];
    const cells = columns.map((column, i) => [column, unguard((record[i] ?? '').trim())] as const);
    return [new TableRow(index + 2, new Map(cells))];
  });
  return { columns, rows };
}

function parseRecords(csv: string): string[][] {
  try {
    return parse(csv, {
      bom: true,
      delimiter: delimiterOf(csv),
      relax_column_count: true,
    });
  } catch (error) {
    if (error instanceof CsvError) throw new UnreadableFileError(`This is not CSV: ${error.message}`);
    throw error;
  }
}

/** Spreadsheets of many countries write semicolons; the header tells. */
function delimiterOf(csv: string): string {
  const header = csv.split('\n', 1)[0] ?? '';
  const counted = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counted.toSorted((a, b) => b.count - a.count)[0]?.delimiter ?? ',';
}

const FORMULA = /^'*[=+\-@\t\r]/;

/** A spreadsheet would run a cell that begins like a formula; an apostrophe before it makes it text (CWE-1236). */
export function guard(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function unguard(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

/** One line of CSV, guarded, with its line end. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => quote(typeof cell === 'number' ? String(cell) : guard(cell))).join(',')}\r\n`;
}

function quote(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
