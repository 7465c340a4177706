import { argon2Sync, randomBytes } from 'node:crypto';

/** A PHC string of argon2id with parameters of the caller's choice, made without the code under test. */
export function phcString(password: string, memory: number, passes: number): string {
  const nonce = randomBytes(16);
  const parameters = { message: password, nonce, parallelism: 1, tagLength: 32, memory, passes };
  const [salt, key] = [nonce, argon2Sync('argon2id', parameters)].map((bytes) =>
    bytes.toString('base64').replaceAll('=', ''),
  );
  return `$argon2id$v=19$m=${memory},t=${passes},p=1$${salt}$${key}`;
}
