import { foldText } from '../../../common/text/fold.js';

/** Beginnings of words are found from this length on; shorter words only as a whole. */
const MIN_PREFIX = 3;
const MAX_TERM = 24;
/** Words of a search beyond these would not narrow it down any further. */
const MAX_QUERY_TERMS = 8;
const WORD = /[\p{L}\p{N}]+/gu;
const ARTICLE = /^ال(?=.{3,}$)/u;
/** The article and the "and" that Arabic writes in one with the next word. */
const ARTICLE_OR_AND = /^(?:ال|و)(?=.{3,}$)/u;

/** Everything that a search may ask for to find this text: its words and their beginnings, folded. */
export function prefixTerms(text: string): string[] {
  return wordsOf(text).flatMap(formsOf).flatMap(prefixesOf);
}

/** The words of a text that are found as a whole only, such as those of a SKU. */
export function wholeTerms(text: string): string[] {
  return wordsOf(text);
}

/**
 * The terms that a product must have, every one, to be found; the longest, which narrows down most, comes first.
 * Endings that a plural adds are cut, since the rest finds both forms: a small part of what the Arabic light
 * stemmers do (Larkey, Ballesteros and Connell, 2007), and the English s.
 */
export function queryTerms(search: string): string[] {
  const terms = new Set(wordsOf(search).map((word) => stem(word.replace(ARTICLE, ''))));
  return Array.from(terms)
    .toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .slice(0, MAX_QUERY_TERMS);
}

/** Single letters are left out: on their own they say nothing, and `men's` would ask for an s. */
function wordsOf(text: string): string[] {
  const words = foldText(text).match(WORD) ?? [];
  return words
    .filter((word) => word.length > 1 || /\p{N}/u.test(word))
    .map((word) => word.slice(0, MAX_TERM));
}

/** A word as written, and without what Arabic puts before it: `والألوان`, `الألوان`, `ألوان`. */
function formsOf(word: string): string[] {
  const bare = word.replace(ARTICLE_OR_AND, '');
  return bare === word ? [word] : [word, ...formsOf(bare)];
}

function prefixesOf(word: string): string[] {
  const longerOnes = Math.max(0, word.length - MIN_PREFIX);
  return [...Array.from({ length: longerOnes }, (_, i) => word.slice(0, MIN_PREFIX + i)), word];
}

const PLURAL_ENDING = /(?<=^[a-z]{3,})s$|(?<=^.{3,})(?:ات|ه)$/u;

function stem(word: string): string {
  return word.replace(PLURAL_ENDING, '');
}
