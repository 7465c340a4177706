import { Injectable } from '@nestjs/common';
import { CredentialRepository, normaliseEmail, PasswordHasher, SessionRepository } from '../users/index.js';
import { InvalidCredentialsError } from './auth.errors.js';
import type { Client } from './client.js';
import { LoginThrottle } from './login-throttle.service.js';
import { SessionService, type SignedIn } from './session.service.js';

/** Signing in. */
@Injectable()
export class LoginService {
  constructor(
    private readonly credentials: CredentialRepository,
    private readonly storedSessions: SessionRepository,
    private readonly sessions: SessionService,
    private readonly passwords: PasswordHasher,
    private readonly throttle: LoginThrottle,
  ) {}

  /** @throws {InvalidCredentialsError} for every reason alike, after the same work @throws {RateLimitedError} */
  async login(givenEmail: string, password: string, client: Client): Promise<SignedIn> {
    const email = normaliseEmail(givenEmail);
    await this.throttle.begin(email, client.network);
    const found = await this.credentials.findByEmail(email);
    const isRight = await this.passwords.verify(password, found?.passwordHash);
    if (!isRight || found === null) throw new InvalidCredentialsError();
    const { userId, passwordHash } = found;
    const { record, refreshToken } = this.sessions.prepare(userId, client.userAgent);
    const renewedHash = this.passwords.isOutdated(passwordHash)
      ? await this.passwords.hash(password)
      : undefined;
    const user = await this.storedSessions.add(userId, passwordHash, record, renewedHash);
    if (user === null) throw new InvalidCredentialsError();
    await this.throttle.succeeded(email, client.network);
    return this.sessions.hand(user, refreshToken);
  }
}
