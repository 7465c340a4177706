import { MongoError } from '../errors.ts';

/**
 * Compiles a MongoDB regular expression. JavaScript's language is close to PCRE's; what it lacks or reads otherwise
 * is refused.
 * @throws {MongoError} 51091 for a pattern that does not compile or means something else, 51108 for unknown options
 */
export function compileRegex(pattern: string, options: string): RegExp {
  const unknown = Array.from(options).find((option) => !'imsu'.includes(option));
  if (unknown === 'x') throw new MongoError(238, 'The regular expression option x is not supported');
  if (unknown !== undefined) throw new MongoError(51108, `invalid flag in regex options: ${unknown}`);
  if (pattern.includes('\0'))
    throw new MongoError(2, 'Regular expression cannot contain an embedded null byte');
  refuseForeign(pattern);
  try {
    // Without "u" JavaScript takes escapes that PCRE refuses as well as ones that it knows.
    return new RegExp(pattern, [...new Set(options)].join('').replace('u', ''));
  } catch (error) {
    throw invalid((error as Error).message);
  }
}

function invalid(reason: string): MongoError {
  return new MongoError(51091, `Regular expression is invalid: ${reason}`);
}

const ESCAPE = /\\(?:c[A-Za-z]|x[\dA-Fa-f]{2}|[1-9]\d*|k<|[^])/g;
/** A class as JavaScript reads it, or an escape outside of one. */
const CLASS_OR_ESCAPE = new RegExp(String.raw`\[\^?(?:\]|(?:\\[^]|[^\]\\])+\])|${ESCAPE.source}`, 'g');
/** Escapes that both languages read alike; a letter that JavaScript does not know would stand for itself. */
const SHARED = /^\\(?:[dDwWsSbBnrtf]|[^A-Za-z]|\d+|[cx].+|k<)$/s;

/**
 * Refuses what JavaScript takes without its flag "u" for something else than PCRE does: escapes that it does not know,
 * numbers of groups that are not there, and classes. What it refuses itself, possessive quantifiers and atomic groups
 * among it, need not be looked for.
 */
function refuseForeign(pattern: string): void {
  let highest = 0;
  for (const [token] of pattern.matchAll(CLASS_OR_ESCAPE)) {
    if (token.startsWith('[')) refuseForeignClass(token);
    else if (!SHARED.test(token)) throw invalid(`${token} is not supported`);
    else if (/^\\[1-9]/.test(token)) highest = Math.max(highest, Number(token.slice(1)));
  }
  if (highest > 0 && highest > countGroups(pattern)) throw invalid(`there is no group ${highest}`);
}

function refuseForeignClass(text: string): void {
  if (text === '[]' || text === '[^]') throw invalid('a class that begins with ] is not supported');
  const plain = text.slice(1).replace(ESCAPE, (escape) => {
    if (SHARED.test(escape) && escape !== '\\B' && escape !== '\\k<') return '';
    throw invalid(`${escape} is not supported in a class`);
  });
  // JavaScript ends a class at its first bracket, so this one is [:alpha:], [.a.] or [=a=].
  const mark = plain.at(-2)!;
  if (':.='.includes(mark) && plain.includes(`[${mark}`)) {
    throw invalid(`the class ${text}] is not supported`);
  }
}

function countGroups(pattern: string): number {
  const tokens = pattern.matchAll(/\\[^]|\[(?:\\[^]|[^\]\\])*\]|\((?!\?)|\(\?<(?![=!])/g);
  return [...tokens].filter(([token]) => token.startsWith('(')).length;
}
