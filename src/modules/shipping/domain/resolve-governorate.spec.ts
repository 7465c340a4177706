import * as fc from 'fast-check';
import { GOVERNORATE_SPELLINGS } from './governorate-spellings.js';
import { GOVERNORATES } from './governorates.js';
import { resolveGovernorate, spellingKey } from './resolve-governorate.js';

const SPELLINGS = GOVERNORATES.flatMap(({ code, en, ar }) =>
  [code, en, ar, ...GOVERNORATE_SPELLINGS[code]!.split(', ')].map((spelling) => ({ code, spelling })),
);
const spelling = fc.constantFrom(...SPELLINGS);

describe('GOVERNORATES', () => {
  it('lists the 27 codes of ISO 3166-2:EG', () => {
    const codes =
      'ALX ASN AST BA BH BNS C DK DT FYM GH GZ IS JS KB KFS KN LX MN MNF MT PTS SHG SHR SIN SUZ WAD';

    expect(GOVERNORATES.map(({ code }) => code).sort()).toEqual(codes.split(' ').map((code) => `EG-${code}`));
  });

  it('gives no two of them the same spelling', () => {
    const codesByKey = Map.groupBy(SPELLINGS, (entry) => spellingKey(entry.spelling));

    for (const entries of codesByKey.values()) expect(new Set(entries.map(({ code }) => code)).size).toBe(1);
    expect(codesByKey.has('')).toBe(false);
  });

  it('lists no spelling that the others already cover', () => {
    const redundant = GOVERNORATES.flatMap(({ code, en, ar }) => {
      const keys = [code, en, ar, ...GOVERNORATE_SPELLINGS[code]!.split(', ')].map(spellingKey);
      return keys.filter((key, index) => keys.indexOf(key) !== index);
    });

    expect(redundant).toEqual([]);
  });
});

describe('resolveGovernorate', () => {
  it.each([
    ['Cairo', 'EG-C'],
    ['  CAIRO ', 'EG-C'],
    ['Al Qāhirah', 'EG-C'],
    ['القاهره', 'EG-C'],
    ['محافظة القاهرة', 'EG-C'],
    ['Cairo Governorate', 'EG-C'],
    ['Cairo, Egypt', 'EG-C'],
    ['eg-c', 'EG-C'],
    ['الاسكندريه', 'EG-ALX'],
    ['اسكندرية', 'EG-ALX'],
    ['الإِسْكَنْدَرِيَّة', 'EG-ALX'],
    ['Al-Iskandarīyah', 'EG-ALX'],
    ['El Sharqia', 'EG-SHR'],
    ['elsharkia', 'EG-SHR'],
    ['Ash Sharqīyah', 'EG-SHR'],
    ['Al Qalyūbīyah', 'EG-KB'],
    ['kafr el-sheikh', 'EG-KFS'],
    ['Kafr ash Shaykh', 'EG-KFS'],
    ["Būr Sa'īd", 'EG-PTS'],
    ['بور سعيد', 'EG-PTS'],
    ['بنى سويف', 'EG-BNS'],
    ['البحر الاحمر', 'EG-BA'],
    ['اسيوط', 'EG-AST'],
    ['Asyūţ', 'EG-AST'],
    ['جنوب سينا', 'EG-JS'],
    ["Janūb Sīnā'", 'EG-JS'],
    ['٦ اكتوبر', 'EG-GZ'],
    ['Hurghada', 'EG-BA'],
    ['المنصوره', 'EG-DK'],
  ])('reads %s as %s', (text, code) => {
    expect(resolveGovernorate(text)).toBe(code);
  });

  it.each(['', '   ', 'Governorate', 'al', 'Riyadh', 'مصر', 'C', '12', '🙂', 'Cairo Street 5, Tanta'])(
    'reads %j as none',
    (text) => {
      expect(resolveGovernorate(text)).toBeNull();
    },
  );

  it('reads every spelling in capitals, with accents, vowel marks, articles, titles and hyphens', () => {
    const decoration = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => text.toUpperCase(),
      (text) => text.normalize('NFD'),
      (text) => `${text} Governorate`,
      (text) => `محافظة ${text}`,
      (text) => `El-${text}`,
      (text) => text.replaceAll(' ', '-'),
      (text) => text.replaceAll('ا', 'اَ').replaceAll('ي', 'يـ'),
      (text) => text.replaceAll('أ', 'ا').replaceAll('ة', 'ه').replaceAll('ي', 'ى'),
    );
    fc.assert(
      fc.property(spelling, fc.array(decoration, { maxLength: 4 }), ({ code, spelling }, decorations) => {
        const written = decorations.reduce((text, decorate) => decorate(text), spelling);

        expect(resolveGovernorate(written)).toBe(code);
      }),
    );
  });

  it('answers any text with a code of the table or null', () => {
    const codes = new Set<string | null>([null, ...GOVERNORATES.map(({ code }) => code)]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(codes.has(resolveGovernorate(text))).toBe(true);
      }),
    );
  });
});
