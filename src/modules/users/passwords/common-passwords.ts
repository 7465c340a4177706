import { COMMON_PASSWORD_FINGERPRINTS } from './common-passwords.data.js';
import { fingerprint, FINGERPRINT_BYTES } from './fingerprint.js';

/** What fingers run along: rows and columns of keyboards, the alphabet, the digits. */
const RUNS = [
  '012345678901234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop[]asdfghjkl;zxcvbnm,./',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  '147258369',
].flatMap((run) => [run, Array.from(run).toReversed().join('')]);

const LETTER_FOR: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** Fewer different characters than this are no password, however many there are. */
const MIN_DIFFERENT = 4;
/** A day in the usual orders of its parts, as in 13051990 or 19900513. */
const DAY = /^(?:(?:0[1-9]|[12]\d|3[01]){2}(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|[12]\d|3[01]){2})$/;
/** The longest unit whose repetition is recognised, as in `abcd1abcd1`. */
const LONGEST_UNIT = 6;

/**
 * Says whether a password is one of the 8,000 that are tried first, or a plain variant of one: capitals, digits in place
 * of letters, digits and signs hung on to a word; or a birthday, a repetition, a run along the keyboard.
 */
export function isCommonPassword(password: string): boolean {
  const text = password.normalize('NFKC').toLowerCase();
  const plain = text.replace(/[013457@$!]/g, (character) => LETTER_FOR[character]!);
  return (
    new Set(text).size < MIN_DIFFERENT ||
    isRepetition(text) ||
    DAY.test(text) ||
    RUNS.some((run) => run.includes(bare(text) || text)) ||
    [text, plain, bare(text), bare(plain)].some(isListed)
  );
}

/** The text without what is not a letter at its ends. */
function bare(text: string): string {
  return text.replace(/^\P{L}+|\P{L}+$/gu, '');
}

function isRepetition(text: string): boolean {
  for (let length = 1; length <= Math.min(LONGEST_UNIT, text.length / 2); length++) {
    const repeated = text.slice(0, length).repeat(Math.ceil(text.length / length));
    if (repeated.startsWith(text)) return true;
  }
  return false;
}

let fingerprints: Buffer | undefined;

function isListed(text: string): boolean {
  fingerprints ??= Buffer.from(COMMON_PASSWORD_FINGERPRINTS, 'base64');
  const wanted = fingerprint(text);
  let low = 0;
  let high = fingerprints.length / FINGERPRINT_BYTES;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fingerprints.readUIntBE(middle * FINGERPRINT_BYTES, FINGERPRINT_BYTES) < wanted) low = middle + 1;
    else high = middle;
  }
  return (
    low * FINGERPRINT_BYTES < fingerprints.length &&
    fingerprints.readUIntBE(low * FINGERPRINT_BYTES, FINGERPRINT_BYTES) === wanted
  );
}
