import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { AuthenticatedUser } from '../../common/auth/access.js';
import {
  JWT_ALGORITHM,
  SignedTokenService,
  type TokenClaims,
} from '../../common/auth/signed-token.service.js';
import { isId } from '../../common/http/pagination.js';
import { SessionService } from './session.service.js';

/** Proves who sent a request: a genuine access token whose session is still alive. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    tokens: SignedTokenService,
    private readonly sessions: SessionService,
  ) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      algorithms: [JWT_ALGORITHM],
      issuer: tokens.issuer,
      audience: tokens.audience,
      secretOrKeyProvider: (_request, token: string, done) => {
        const key = tokens.keyFor('at+jwt', token);
        done(key === undefined ? new Error('Not an access token of ours') : null, key);
      },
    });
  }

  /**
   * Asks the database on every request that needs a caller, so that signing out, disabling, and a change of role or
   * password take effect at once.
   */
  async validate({ sub, sid }: TokenClaims): Promise<AuthenticatedUser | null> {
    return isId(sub) && sid !== undefined && isId(sid) ? this.sessions.authenticate(sub, sid) : null;
  }
}
