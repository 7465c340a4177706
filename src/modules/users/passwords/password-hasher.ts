import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';

const argon2Async = promisify(argon2);

/** OWASP's password storage sheet (2026-08): argon2id with 19 MiB, 2 passes, 1 lane. Raising them rehashes at the next sign-in. */
const PARAMETERS = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Hashes passwords to PHC strings, on the thread pool so that other requests go on meanwhile. */
@Injectable()
export class PasswordHasher {
  /** Of a password that nobody knows. */
  private decoy: Promise<string> | undefined;

  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const key = await derive(password, salt, PARAMETERS, HASH_BYTES);
    const { memory, passes, parallelism } = PARAMETERS;
    return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(key)}`;
  }

  /** Compares in the same time whether there is a hash or not, so that the time does not tell which accounts exist. */
  async verify(password: string, phc: string | undefined): Promise<boolean> {
    this.decoy ??= this.hash(randomBytes(SALT_BYTES).toString('hex'));
    const { parameters, salt, key } = parse(phc ?? (await this.decoy));
    const actual = await derive(password, salt, parameters, key.length);
    return timingSafeEqual(actual, key) && phc !== undefined;
  }

  /** The hash was made with other parameters than today's. */
  isOutdated(phc: string): boolean {
    const { parameters, key } = parse(phc);
    return (
      parameters.memory !== PARAMETERS.memory ||
      parameters.passes !== PARAMETERS.passes ||
      parameters.parallelism !== PARAMETERS.parallelism ||
      key.length !== HASH_BYTES
    );
  }
}

/** The same text typed on two keyboards can differ in its code points; NFC makes them equal. */
async function derive(
  password: string,
  nonce: Buffer,
  parameters: typeof PARAMETERS,
  tagLength: number,
): Promise<Buffer> {
  return argon2Async('argon2id', { message: password.normalize('NFC'), nonce, tagLength, ...parameters });
}

function parse(phc: string) {
  const [, memory, passes, parallelism, salt, key] = PHC.exec(phc) ?? [];
  if (salt === undefined || key === undefined) throw new Error('A stored password hash is not a PHC string');
  return {
    parameters: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
