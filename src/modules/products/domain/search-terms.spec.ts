import * as fc from 'fast-check';
import { prefixTerms, queryTerms, wholeTerms } from './search-terms.js';

const finds = (search: string, text: string): boolean => {
  const terms = new Set(prefixTerms(text));
  const wanted = queryTerms(search);
  return wanted.length > 0 && wanted.every((term) => terms.has(term));
};

describe('a search', () => {
  it.each([
    ['shirt', 'Cotton T-Shirt'],
    ['SHIRTS', 'Cotton T-Shirt'],
    ['shi', 'Cotton T-Shirt'],
    ['shirt cotton', 'Cotton T-Shirt'],
    ['t-shirt', 'Cotton T-Shirt'],
    ["men's shoes", 'Men’s running shoe'],
    ['dress', 'Summer dresses'],
    ['dresses', 'Summer dresse'],
    ['glass', 'Drinking glass'],
    ['cafe', 'Café au lait'],
    ['tv', 'TV stand'],
    ['9', 'Sketchpad 9 inch'],
    ['قميص', 'القميص الأزرق'],
    ['القميص', 'قميص أزرق'],
    ['ازرق', 'قميص أزرق'],
    ['أزرق', 'قميص ازرق'],
    ['قهوه', 'قهوة عربية'],
    ['قهوة', 'قهوه عربيه'],
    ['قَهْوَة', 'قهوة'],
    ['قهـــوة', 'قهوة'],
    ['فلفل', 'ملح وفلفل'],
    ['ملح وفلفل', 'ملح وفلفل'],
    ['سماعات', 'سماعة بلوتوث'],
    ['سماعة', 'سماعات بلوتوث'],
    ['الو', 'ألوان مائية'],
    ['الوان', 'الألوان'],
    ['٢٥٠', 'شاي 250 جرام'],
    ['250', 'شاي ٢٥٠ جرام'],
    ['على', 'علي بابا'],
  ])('for %s finds %s', (search, text) => {
    expect(finds(search, text)).toBe(true);
  });

  it.each([
    ['skirt', 'Cotton T-Shirt'],
    ['shirt wool', 'Cotton T-Shirt'],
    ['sh', 'Cotton T-Shirt'],
    ['otton', 'Cotton T-Shirt'],
    ['بنطلون', 'قميص أزرق'],
    ['?!', 'Cotton T-Shirt'],
    ['', 'Cotton T-Shirt'],
  ])('for %j does not find %s', (search, text) => {
    expect(finds(search, text)).toBe(false);
  });

  it('for any word of a text finds the text', () => {
    fc.assert(
      fc.property(fc.array(arabicOrLatinWord(), { minLength: 1, maxLength: 6 }), fc.nat(), (words, pick) => {
        expect(finds(words[pick % words.length]!, words.join(' '))).toBe(true);
      }),
    );
  });

  it('for the beginning of a word, three letters or more, finds the text', () => {
    fc.assert(
      fc.property(arabicOrLatinWord(), fc.nat(), (word, length) => {
        const beginning = word.slice(0, 3 + (length % word.length));

        expect(finds(beginning, word)).toBe(true);
      }),
    );
  });

  it('asks for the longest word first and for no more than eight', () => {
    const terms = queryTerms('aa bbb cccc ddddd eeeeee fffffff gggggggg hhhhhhhhh iiiiiiiiii');

    expect(terms).toEqual([
      'iiiiiiiiii',
      'hhhhhhhhh',
      'gggggggg',
      'fffffff',
      'eeeeee',
      'ddddd',
      'cccc',
      'bbb',
    ]);
  });
});

describe('wholeTerms', () => {
  it('takes a SKU apart without its beginnings', () => {
    expect(wholeTerms('TSHIRT-RED-M-42')).toEqual(['tshirt', 'red', '42']);
  });
});

function arabicOrLatinWord(): fc.Arbitrary<string> {
  const letters = (alphabet: string) =>
    fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), minLength: 3, maxLength: 30 });
  return fc.oneof(letters('abcdefghijklmnopqrstuvwxyzé'), letters('ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآةىئءؤ'));
}
