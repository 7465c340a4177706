import { MongoError } from '../errors.ts';

/**
 * Compiles a MongoDB regular expression. JavaScript's language is close to PCRE's; what it lacks is refused.
 * @throws {MongoError} 51091 for a pattern that does not compile, BadValue for unknown options
 */
export function compileRegex(pattern: string, options: string): RegExp {
  const unknown = Array.from(options).find((option) => !'imsu'.includes(option));
  if (unknown === 'x') throw new MongoError(238, 'The regular expression option x is not supported');
  if (unknown !== undefined) throw new MongoError(51108, `invalid flag in regex options: ${unknown}`);
  if (pattern.includes('\0'))
    throw new MongoError(2, 'Regular expression cannot contain an embedded null byte');
  try {
    // Without "u" JavaScript takes escapes that PCRE refuses as well as ones that it knows.
    return new RegExp(pattern, [...new Set(options)].join('').replace('u', ''));
  } catch (error) {
    throw new MongoError(51091, `Regular expression is invalid: ${(error as Error).message}`);
  }
}
