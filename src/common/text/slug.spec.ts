import * as fc from 'fast-check';
import { MAX_SLUG_LENGTH, SLUG_PATTERN, slugify } from './slug.js';

describe('slugify', () => {
  it.each([
    ["Men's Cotton T-Shirt (XL)", 'men-s-cotton-t-shirt-xl'],
    ['Crème brûlée', 'creme-brulee'],
    ['قَهْوَة عربية', 'قهوة-عربية'],
    ['!!!', 'item'],
    ['', 'item'],
    ['abcdefabcdefabcdefabcdef', 'abcdefabcdefabcdefabcdef-1'],
  ])('makes %j into %j', (name, slug) => {
    expect(slugify(name)).toBe(slug);
  });

  it('makes a valid slug of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const slug = slugify(name);
        expect(slug).toMatch(SLUG_PATTERN);
        expect(Array.from(slug).length).toBeLessThanOrEqual(MAX_SLUG_LENGTH);
      }),
      { numRuns: 1000 },
    );
  });
});
