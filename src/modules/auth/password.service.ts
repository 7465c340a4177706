import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { newObjectId } from '../../common/persistence/object-id.js';
import type { AuthenticatedUser } from '../../common/auth/access.js';
import { InvalidLinkError } from '../../common/auth/invalid-link.error.js';
import { SignedTokenService } from '../../common/auth/signed-token.service.js';
import { Clock } from '../../common/clock/clock.js';
import { UnauthenticatedError } from '../../common/errors/common.errors.js';
import { RateLimitService } from '../../common/rate-limit/rate-limit.service.js';
import {
  assertAcceptablePassword,
  CredentialRepository,
  normaliseEmail,
  PasswordHasher,
  UserWorker,
  WrongPasswordError,
} from '../users/index.js';
import type { Client } from './client.js';
import { LoginThrottle } from './login-throttle.service.js';

const RESET_LINK_MS = 60 * 60 * 1000;
/** Far more than the work takes, so that the time of the answer does not tell whether there was any. */
const FORGOT_ANSWER_MS = 250;

/** Changing a password, with the old one or with a link out of a mail. Each change ends the other sessions in the same write. */
@Injectable()
export class PasswordService {
  constructor(
    private readonly credentials: CredentialRepository,
    private readonly passwords: PasswordHasher,
    private readonly tokens: SignedTokenService,
    private readonly throttle: LoginThrottle,
    private readonly limits: RateLimitService,
    private readonly worker: UserWorker,
    private readonly clock: Clock,
  ) {}

  /** Mails a link to reset the password if the address has an account; the answer is the same, and as late, if not. */
  async forgot(email: string): Promise<void> {
    await Promise.all([this.startReset(normaliseEmail(email)), delay(FORGOT_ANSWER_MS)]);
  }

  /**
   * Sets a new password by a mailed link, which works once, and ends all sessions. A password that is refused leaves
   * the link good. @throws {InvalidLinkError} @throws {ValidationFailedError}
   */
  async reset(token: string, password: string, client: Client): Promise<void> {
    const claims = await this.tokens.verify('reset-password+jwt', token);
    if (claims === null) throw new InvalidLinkError();
    const { sub: userId, jti: resetId } = claims;
    const user = await this.credentials.findByReset(userId, resetId, this.clock.now());
    if (user === null) throw new InvalidLinkError();
    assertAcceptablePassword(password, user, '/password');
    const hash = await this.passwords.hash(password);
    const isReset = await this.credentials.resetPassword(user, resetId, hash, this.clock.now());
    if (!isReset) throw new InvalidLinkError();
    await this.throttle.succeeded(user.email, client.network);
    this.worker.start(userId);
  }

  /**
   * Changes the password of a signed-in user and ends the other sessions.
   * @throws {WrongPasswordError} @throws {ValidationFailedError} @throws {RateLimitedError}
   */
  async change(caller: AuthenticatedUser, currentPassword: string, newPassword: string): Promise<void> {
    await this.limits.consume('reauthentication', caller.id);
    const user = await this.credentials.findById(caller.id);
    if (user === null) throw new UnauthenticatedError();
    if (!(await this.passwords.verify(currentPassword, user.passwordHash))) throw new WrongPasswordError();
    assertAcceptablePassword(newPassword, user, '/newPassword');
    const hash = await this.passwords.hash(newPassword);
    const isChanged = await this.credentials.changePassword(user, hash, caller.sessionId, this.clock.now());
    // Somebody else changed it since it was checked.
    if (!isChanged) throw new WrongPasswordError();
    this.worker.start(caller.id);
  }

  private async startReset(email: string): Promise<void> {
    const userId = await this.credentials.startReset(email, {
      id: newObjectId(),
      requestedAt: this.clock.now(),
      expiresAt: this.clock.in(RESET_LINK_MS),
    });
    if (userId !== null) this.worker.start(userId);
  }
}
