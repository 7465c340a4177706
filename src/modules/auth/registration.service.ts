import { Injectable } from '@nestjs/common';
import { newObjectId } from '../../common/persistence/object-id.js';
import { Clock } from '../../common/clock/clock.js';
import type { Locale } from '../../common/mail/letter.js';
import {
  assertAcceptablePassword,
  EmailTakenError,
  EmailVerificationService,
  normaliseEmail,
  PasswordHasher,
  UserRepository,
  UserWorker,
} from '../users/index.js';
import type { Client } from './client.js';
import { LoginThrottle } from './login-throttle.service.js';
import { SessionService, type SignedIn } from './session.service.js';

export interface Registration {
  email: string;
  password: string;
  firstName: string;
  lastName: string;
  phone?: string | undefined;
  locale: Locale;
}

/** Signing up. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly users: UserRepository,
    private readonly sessions: SessionService,
    private readonly passwords: PasswordHasher,
    private readonly verifications: EmailVerificationService,
    private readonly throttle: LoginThrottle,
    private readonly worker: UserWorker,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes an account with its first session and the mail to verify its address, all in one write.
   * @throws {EmailTakenError} @throws {ValidationFailedError} for a password that others could guess
   */
  async register(registration: Registration, client: Client): Promise<SignedIn> {
    const { password, email: givenEmail, ...names } = registration;
    const email = normaliseEmail(givenEmail);
    assertAcceptablePassword(password, { ...names, email }, '/password');
    const userId = newObjectId().toHexString();
    const { record, refreshToken } = this.sessions.prepare(userId, client.userAgent);
    const user = await this.users.insert(
      userId,
      {
        ...names,
        email,
        passwordHash: await this.passwords.hash(password),
        role: 'customer',
        sessions: [record],
      },
      this.clock.now(),
      this.verifications.prepare(email),
    );
    if (user === null) throw new EmailTakenError();
    await this.throttle.succeeded(email, client.network);
    this.worker.start(userId);
    return this.sessions.hand(user, refreshToken);
  }
}
