import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';

/** RFC 7518, 3.2: a key for HS256 is at least as long as its hash. */
const MIN_KEY_BYTES = 32;

export interface JwtKey {
  /** Names the key in a token's header; part of its hash, so it tells nothing of the key. */
  kid: string;
  secret: string;
}

/**
 * The keys of our tokens. JWT_SECRET may list several, separated by commas: the first signs, all verify.
 * To change the key, put the new one in front and take the old one out a day later.
 */
@Injectable()
export class JwtKeys {
  readonly signing: JwtKey;
  private readonly byKid: Map<string, JwtKey>;

  /** @throws {Error} when a key is too short */
  constructor(config: AppConfig) {
    const keys = config.jwtSecret.split(',').map((secret) => toKey(secret.trim()));
    this.signing = keys[0]!;
    this.byKid = new Map(keys.map((key) => [key.kid, key]));
  }

  find(kid: unknown): JwtKey | undefined {
    return typeof kid === 'string' ? this.byKid.get(kid) : undefined;
  }
}

function toKey(secret: string): JwtKey {
  if (Buffer.byteLength(secret) < MIN_KEY_BYTES) {
    throw new Error(`Each key in JWT_SECRET must have at least ${MIN_KEY_BYTES} bytes`);
  }
  return { kid: hash('sha256', `kid:${secret}`, 'base64url').slice(0, 12), secret };
}
