import { DomainError } from '../../common/errors/domain.error.js';

/** Wrong password, unknown address and disabled account alike: the answer must not tell which accounts exist. */
export class InvalidCredentialsError extends DomainError {
  readonly code = 'auth.invalid_credentials';
  readonly kind = 'unauthenticated';
  constructor() {
    super('The e-mail address or the password is wrong');
  }
}

export class InvalidRefreshTokenError extends DomainError {
  readonly code = 'auth.invalid_refresh_token';
  readonly kind = 'unauthenticated';
  constructor() {
    super('The session has ended; sign in again');
  }
}

/** A refresh token was used a second time: one of the two users stole it, so the session ends for both. */
export class RefreshTokenReusedError extends DomainError {
  readonly code = 'auth.refresh_token_reused';
  readonly kind = 'unauthenticated';
  constructor() {
    super('This refresh token had been used before; the session has been ended, sign in again');
  }
}
