import * as fc from 'fast-check';
import { escapeText, splitEscaped, splitTexts, unescapeText } from './csv-lists.js';

const text = fc
  .string({ unit: fc.constantFrom('a', 'ق', '|', '>', '=', '\\', ' '), minLength: 1 })
  .map((each) => each.trim())
  .filter((each) => each !== '');

describe('lists in a cell', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        expect(splitTexts(texts.map(escapeText).join('|'))).toEqual(texts);
      }),
    );
  });

  it('come back as they were when nested', () => {
    fc.assert(
      fc.property(fc.array(fc.array(text, { minLength: 1 }), { minLength: 1 }), (lists) => {
        const cell = lists.map((list) => list.map(escapeText).join(' > ')).join(' | ');

        const parts = splitEscaped(cell, '|').map((part) => splitEscaped(part, '>').map(unescapeText));

        expect(parts).toEqual(lists);
      }),
    );
  });

  it('are empty for an empty cell', () => {
    expect(splitTexts('')).toEqual([]);
  });
});
