import { stripMarks } from './fold.js';

export const MAX_SLUG_LENGTH = 100;
/** Letters of any script and digits in words joined by single dashes. */
export const SLUG_PATTERN = /^(?![0-9a-f]{24}$)[\p{Ll}\p{Lo}\p{N}]+(?:-[\p{Ll}\p{Lo}\p{N}]+)*$/u;

const OBJECT_ID = /^[0-9a-f]{24}$/;

/**
 * Makes the part of an address that stands for a name; Arabic letters stay letters: `قهوة عربية` → `قهوة-عربية`.
 * Always matches `SLUG_PATTERN`, so it is never mistaken for an id.
 */
export function slugify(name: string): string {
  const words = stripMarks(name).match(/[\p{Ll}\p{Lo}\p{N}]+/gu) ?? ['item'];
  const slug = Array.from(words.join('-')).slice(0, MAX_SLUG_LENGTH).join('').replace(/-$/, '');
  return OBJECT_ID.test(slug) ? `${slug}-1` : slug;
}
