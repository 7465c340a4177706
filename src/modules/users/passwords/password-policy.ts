import { ValidationFailedError } from '../../../common/errors/common.errors.js';
import { isCommonPassword } from './common-passwords.js';

/** NIST SP 800-63B-4 and OWASP ASVS 5 6.2: a least length, a list of common ones, no rules on kinds of characters. */
export const MIN_PASSWORD_LENGTH = 8;
export const MAX_PASSWORD_LENGTH = 128;
/** Shorter names are part of too many words. */
const MIN_CONTEXT_LENGTH = 4;

/** What somebody who knows the user would try. */
export interface PasswordContext {
  email: string;
  firstName: string;
  lastName: string;
}

/**
 * Refuses a password that others could guess.
 * @param pointer of the field in the request, such as `/password`
 * @throws {ValidationFailedError} saying why
 */
export function assertAcceptablePassword(password: string, context: PasswordContext, pointer: string): void {
  const detail = problemOf(password, context);
  if (detail !== undefined) throw new ValidationFailedError([{ pointer, detail }]);
}

function problemOf(password: string, context: PasswordContext): string | undefined {
  const length = lengthOf(password);
  if (length < MIN_PASSWORD_LENGTH || length > MAX_PASSWORD_LENGTH) {
    return `The password must have ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters`;
  }
  if (isCommonPassword(password)) return 'This password is one of those that are tried first; choose another';
  if (lengthOf(withoutWords(password, context)) < MIN_PASSWORD_LENGTH) {
    return 'The password must not be made of your name or e-mail address';
  }
  return undefined;
}

function lengthOf(text: string): number {
  return Array.from(text.normalize('NFC')).length;
}

/** What is left of the password when the words that belong to the user are taken out. */
function withoutWords(password: string, { email, firstName, lastName }: PasswordContext): string {
  const words = [...email.split('@'), ...email.split(/[@._+-]/), firstName, lastName]
    .map((word) => word.normalize('NFC').toLowerCase())
    .filter((word) => word.length >= MIN_CONTEXT_LENGTH)
    .sort((a, b) => b.length - a.length);
  return words.reduce((rest, word) => rest.replaceAll(word, ''), password.normalize('NFC').toLowerCase());
}
