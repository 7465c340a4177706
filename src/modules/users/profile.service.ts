import { Injectable } from '@nestjs/common';
import { Types } from 'mongoose';
import { Clock } from '../../common/clock/clock.js';
import { StaleVersionError, ValidationFailedError } from '../../common/errors/common.errors.js';
import { RateLimitService } from '../../common/rate-limit/rate-limit.service.js';
import { AddressesService } from './addresses.service.js';
import { CredentialRepository } from './credential.repository.js';
import { normaliseEmail } from './domain/email.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { PersonalDataHolders } from './personal-data.js';
import { SessionRepository } from './session.repository.js';
import { AdminErasureError, EmailTakenError, UserNotFoundError, WrongPasswordError } from './user.errors.js';
import { toUserResponse, type User } from './user.mapper.js';
import { type ProfileChanges, UserRepository } from './user.repository.js';
import type { EmailVerificationRecord } from './mailed-link.schema.js';
import { UserWorker } from './user-worker.service.js';

/** A link to verify an address is good for a day. */
const VERIFICATION_MS = 24 * 60 * 60 * 1000;

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
    private readonly sessions: SessionRepository,
    private readonly addresses: AddressesService,
    private readonly passwords: PasswordHasher,
    private readonly holders: PersonalDataHolders,
    private readonly worker: UserWorker,
    private readonly limits: RateLimitService,
    private readonly clock: Clock,
  ) {}

  /** A link to be mailed to an address, which makes it the user's. */
  prepareVerification(email: string): EmailVerificationRecord {
    return { id: new Types.ObjectId(), email, expiresAt: this.clock.in(VERIFICATION_MS) };
  }

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

  /** Mails another link to verify the address, or the new address if there is one; nothing when it is verified. */
  async resendVerification(userId: string): Promise<void> {
    const user = await this.users.findById(userId);
    const email = user?.pendingEmail ?? (user?.emailVerified ? undefined : user?.email);
    if (email === undefined) return;
    const verification = this.prepareVerification(email);
    await this.users.updateProfile(userId, {}, null, verification, this.clock.now());
    this.worker.start(userId);
  }

  /** Everything that the shop knows of the user. */
  async export(userId: string): Promise<Record<string, unknown>> {
    const [user, addresses, sessions, rest] = await Promise.all([
      this.users.findById(userId),
      this.addresses.list(userId),
      this.sessions.list(userId, this.clock.now()),
      this.holders.exportAll(userId),
    ]);
    if (user === null) throw new UserNotFoundError();
    return {
      exportedAt: this.clock.now().toISOString(),
      user: toUserResponse(user),
      addresses,
      sessions: sessions.map(({ id, userAgent, createdAt, lastUsedAt }) => ({
        id: id.toHexString(),
        userAgent,
        createdAt,
        lastUsedAt,
      })),
      ...rest,
    };
  }

  /**
   * Erases the person: at once in the account, which can no longer be used, and soon after in what must be kept, such as
   * orders. Repeating it changes nothing. @throws {AdminErasureError}
   */
  async erase(userId: string): Promise<void> {
    const isErased = await this.users.erase(userId, this.clock.now());
    if (!isErased && (await this.users.findById(userId)) !== null) throw new AdminErasureError();
    this.worker.start(userId);
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
    return this.prepareVerification(email);
  }
}
