import { foldText } from '../../../common/text/fold.js';
import { GOVERNORATE_SPELLINGS } from './governorate-spellings.js';
import { GOVERNORATES } from './governorates.js';

/** Words that people add to a name without changing which place they mean; Latin articles stand alone, the Arabic one does not. */
const IGNORED_WORDS = new Set(
  (
    'governorate governate gov province muhafazah muhafazat mohafazat mohafzet city egypt of ' +
    'al el ad an ar as ash at az es esh محافظه مدينه مصر'
  ).split(' '),
);

/** Apostrophes, and the hamza that stands alone: written or left out at will. */
const SILENT = /['’‘ʼʾʿ`´ء]/g;

let codesBySpelling: ReadonlyMap<string, string> | undefined;

/**
 * Reads a governorate as people write it: ISO 3166-2 code, English or Arabic, in the usual spellings.
 * @returns its ISO 3166-2:EG code, or null when the text names none for certain
 */
export function resolveGovernorate(text: string): string | null {
  // Made when first asked for: a cold start that serves the catalogue does without it.
  codesBySpelling ??= readSpellings();
  const key = spellingKey(text);
  return codesBySpelling.get(key) ?? codesBySpelling.get(key.replace(/^[ae]l/, '')) ?? null;
}

function readSpellings(): ReadonlyMap<string, string> {
  return new Map(
    GOVERNORATES.flatMap(({ code, en, ar }) =>
      [code, en, ar, ...GOVERNORATE_SPELLINGS[code]!.split(',')].map(
        (spelling) => [spellingKey(spelling), code] as const,
      ),
    ),
  );
}

/** What remains of a name when case, accents, letter forms, articles, titles and spaces are taken away. */
export function spellingKey(text: string): string {
  const words =
    foldText(text)
      .replaceAll(SILENT, '')
      .match(/[a-z0-9]+|[ا-ي]+/g) ?? [];
  return words
    .filter((word) => !IGNORED_WORDS.has(word))
    .map((word) => word.replace(/^ال(?=..)/, ''))
    .join('');
}
