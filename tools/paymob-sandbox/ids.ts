import { createHash } from 'node:crypto';
import { ACCOUNT, FIRST_IDS } from './seed.ts';
import type { Store } from './store/store.ts';

/** Hands out numbers in sequence and tokens that look random but follow from the seed. */
export class Ids {
  private readonly store: Store;
  private readonly seed: string;

  constructor(store: Store, seed: string) {
    this.store = store;
    this.seed = seed;
  }

  next(sequence: keyof typeof FIRST_IDS): number {
    return this.store.nextNumber(sequence, FIRST_IDS[sequence]);
  }

  /** Up to 64 hexadecimal digits, never the same twice. */
  token(length = 32): string {
    const number = this.store.nextNumber('tokens');
    return createHash('sha256').update(`${this.seed}:${number}`).digest('hex').slice(0, length);
  }

  /** A payment key in Paymob's shape: the base64 of a JWT whose claims come back in callbacks. */
  paymentKey(claims: object): string {
    const header = base64url({ alg: 'HS512', typ: 'JWT' });
    const text = `${header}.${base64url({ ...claims, user_id: ACCOUNT.ownerId })}`;
    return Buffer.from(`${text}.${this.token(64)}`).toString('base64');
  }
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
