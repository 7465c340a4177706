import * as fc from 'fast-check';
import { foldText, stripMarks } from './fold.js';

describe('foldText', () => {
  it.each([
    ['أحمر', 'احمر'],
    ['إناء', 'اناء'],
    ['آلة', 'اله'],
    ['ٱلكتاب', 'الكتاب'],
    ['قهوة', 'قهوه'],
    ['مقهى', 'مقهي'],
    ['قُمَاشٌ', 'قماش'],
    ['جمـــيل', 'جميل'],
    ['شاشة ٤٣', 'شاشه 43'],
    ['۴۳', '43'],
    ['مؤمن', 'مومن'],
    ['ﻗﻤﻴﺺ', 'قميص'],
    ['Café', 'cafe'],
    ['ÅNGSTRÖM', 'angstrom'],
    ['ﬁne', 'fine'],
  ])('folds %s to %s', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it('folds a folded text to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
    );
  });
});

describe('stripMarks', () => {
  it('keeps the letters that foldText unifies', () => {
    expect(stripMarks('قَهْوَة على الكِتابى')).toBe('قهوة على الكتابى');
  });
});
