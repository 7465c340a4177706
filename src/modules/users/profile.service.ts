import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { StaleVersionError, ValidationFailedError } from '../../common/errors/common.errors.js';
import { RateLimitService } from '../../common/rate-limit/rate-limit.service.js';
import { CredentialRepository } from './credential.repository.js';
import { normaliseEmail } from './domain/email.js';
import { EmailVerificationService } from './email-verification.service.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { EmailTakenError, UserNotFoundError, WrongPasswordError } from './user.errors.js';
import type { User } from './user.mapper.js';
import { type ProfileChanges, UserRepository } from './user.repository.js';
import type { EmailVerificationRecord } from './mailed-link.schema.js';
import { UserWorker } from './user-worker.service.js';

export interface EmailChange {
  email: string;
  currentPassword: string | undefined;
}

/** What users do with their own accounts. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly users: UserRepository,
    private readonly credentials: CredentialRepository,
    private readonly passwords: PasswordHasher,
    private readonly verifications: EmailVerificationService,
    private readonly worker: UserWorker,
    private readonly limits: RateLimitService,
    private readonly clock: Clock,
  ) {}

  /**
   * Changes the profile. A new e-mail address needs the password, and counts only when the link that is mailed to it has
   * been followed; until then the old one stays.
   * @throws {WrongPasswordError} @throws {EmailTakenError} @throws {StaleVersionError} @throws {RateLimitedError}
   */
  async update(
    userId: string,
    changes: ProfileChanges,
    emailChange: EmailChange | undefined,
    version: number | null,
  ): Promise<User> {
    const verification = emailChange && (await this.verificationFor(userId, emailChange));
    const user = await this.users.updateProfile(userId, changes, version, verification, this.clock.now());
    if (user === null) {
      if ((await this.users.findById(userId)) === null) throw new UserNotFoundError();
      throw new StaleVersionError();
    }
    if (verification !== undefined) this.worker.start(userId);
    return user;
  }

  private async verificationFor(
    userId: string,
    { email: given, currentPassword }: EmailChange,
  ): Promise<EmailVerificationRecord | undefined> {
    const email = normaliseEmail(given);
    if (currentPassword === undefined) {
      throw new ValidationFailedError([
        { pointer: '/currentPassword', detail: 'A new e-mail address needs the current password' },
      ]);
    }
    await this.limits.consume('reauthentication', userId);
    const credentials = await this.credentials.findById(userId);
    if (!(await this.passwords.verify(currentPassword, credentials?.passwordHash))) {
      throw new WrongPasswordError();
    }
    if (email === credentials?.email) return undefined;
    if ((await this.users.findByEmail(email)) !== null) throw new EmailTakenError();
    return this.verifications.prepare(email);
  }
}
