import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { AppConfig } from '../../config/app-config.js';
import { JwtKeys } from './jwt-keys.js';

export const JWT_ALGORITHM = 'HS256';

/** What a token is for, as its `typ` header says; a token of one type is never accepted as another (RFC 8725, 3.11). */
export type TokenType = 'at+jwt' | 'verify-email+jwt' | 'reset-password+jwt' | 'order+jwt';

export interface TokenClaims {
  sub: string;
  jti: string;
  [claim: string]: string;
}

interface TokenHeader {
  typ?: unknown;
  alg?: unknown;
  kid?: unknown;
}

/** Signs and checks our JWTs: HS256 only, with the configured keys only, each for one purpose, issuer and audience. */
@Injectable()
export class SignedTokenService {
  readonly issuer: string;
  readonly audience: string;

  constructor(
    private readonly jwt: JwtService,
    private readonly keys: JwtKeys,
    config: AppConfig,
  ) {
    this.issuer = config.publicUrl;
    this.audience = `${config.publicUrl}/v1`;
  }

  async sign(type: TokenType, claims: TokenClaims, issuedAt: Date, expiresAt: Date): Promise<string> {
    const { kid, secret } = this.keys.signing;
    return this.jwt.signAsync(
      { ...claims, iat: toSeconds(issuedAt), exp: toSeconds(expiresAt) },
      {
        secret,
        algorithm: JWT_ALGORITHM,
        header: { alg: JWT_ALGORITHM, typ: type, kid },
        issuer: this.issuer,
        audience: this.audience,
      },
    );
  }

  /** The claims of a genuine token of this type that has not expired, else null. */
  async verify(type: TokenType, token: string): Promise<TokenClaims | null> {
    const secret = this.keyFor(type, token);
    if (secret === undefined) return null;
    try {
      return await this.jwt.verifyAsync<TokenClaims>(token, {
        secret,
        algorithms: [JWT_ALGORITHM],
        issuer: this.issuer,
        audience: this.audience,
      });
    } catch {
      return null;
    }
  }

  /** The key that a token's header asks for, if the header is one that we write for this type. Nothing is verified yet. */
  keyFor(type: TokenType, token: string): string | undefined {
    const header = readHeader(token);
    if (header.typ !== type || header.alg !== JWT_ALGORITHM) return undefined;
    return this.keys.find(header.kid)?.secret;
  }
}

function readHeader(token: string): TokenHeader {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split('.', 1)[0]!, 'base64url').toString());
    return typeof header === 'object' && header !== null ? header : {};
  } catch {
    return {};
  }
}

function toSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
