import * as fc from 'fast-check';
import { csvLine, guard, parseTable } from './csv-table.js';
import { UnreadableFileError } from './import.errors.js';

const cellsOf = (csv: string, ...columns: string[]) =>
  parseTable(csv).rows.map((row) => columns.map((column) => row.get(column)));

describe('parseTable', () => {
  it('reads cells by the names of their columns, in small letters', () => {
    expect(cellsOf('SKU, Price\nA-1,5\n', 'sku', 'price', 'colour')).toEqual([['A-1', '5', '']]);
  });

  it.each([
    ['commas', 'a,b\n1,2'],
    ['semicolons', 'a;b\n1;2'],
    ['tabs', 'a\tb\n1\t2'],
    ['a byte order mark', '\ufeffa,b\n1,2'],
    ['the line ends of Windows', 'a,b\r\n1,2\r\n'],
    ['short and long rows', 'a,b\n1,2,3'],
  ])('reads %s', (_what, csv) => {
    expect(cellsOf(csv, 'a', 'b')).toEqual([['1', '2']]);
  });

  it('reads quotes, separators and line ends inside of quotes', () => {
    expect(cellsOf('a,b\n"1, ""one""","x\ny"', 'a', 'b')).toEqual([['1, "one"', 'x\ny']]);
  });

  it('counts rows as a spreadsheet does, empty ones included', () => {
    const { rows } = parseTable('a,b\n1,2\n\n,\n3,4');

    expect(rows.map(({ row }) => row)).toEqual([2, 5]);
  });

  it.each([
    ['an empty file', ''],
    ['a quote that is never closed', 'a,b\n"1,2'],
    ['a quote in the middle of a cell', 'a,b\n1"x"2,3'],
  ])('refuses %s', (_what, csv) => {
    expect(() => parseTable(csv)).toThrow(UnreadableFileError);
  });
});

describe('csvLine', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', "'=1", "''=1"])('guards %j', (text) => {
    expect(guard(text)).toBe(`'${text}`);
  });

  it.each(['a=1', "don't", '1-2', ''])('leaves %j alone', (text) => {
    expect(guard(text)).toBe(text);
  });

  it('writes what parseTable reads back, and never a formula', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'ق', '=', '+', '-', '@', "'", '"', ',', ';', '\n', ' ', '\\'),
    });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (texts) => {
        const trimmed = texts.map((each) => each.trim());
        fc.pre(trimmed.some((each) => each !== ''));
        const columns = trimmed.map((_, i) => `c${i}`);
        const csv = csvLine(columns) + csvLine(trimmed);

        expect(cellsOf(csv, ...columns)).toEqual([trimmed]);
        for (const cell of trimmed) expect(guard(cell)).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});
