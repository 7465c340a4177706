import { Injectable } from '@nestjs/common';
import { Types } from 'mongoose';
import { SignedTokenService } from '../../common/auth/signed-token.service.js';
import { Clock } from '../../common/clock/clock.js';
import type { Locale } from '../../common/mail/letter.js';
import {
  assertAcceptablePassword,
  CredentialRepository,
  EmailTakenError,
  normaliseEmail,
  PasswordHasher,
  ProfileService,
  SessionRepository,
  type User,
  UserRepository,
  UserWorker,
} from '../users/index.js';
import { InvalidCredentialsError, InvalidLinkError } from './auth.errors.js';
import type { Client } from './client.js';
import type { RefreshToken } from './domain/refresh-token.js';
import { LoginThrottle } from './login-throttle.service.js';
import { SessionService } from './session.service.js';

const NOTICE_MS = 24 * 60 * 60 * 1000;

export interface Registration {
  email: string;
  password: string;
  firstName: string;
  lastName: string;
  phone?: string | undefined;
  locale: Locale;
}

/** A user with the tokens of a session. */
export interface SignedIn {
  user: User;
  accessToken: string;
  refreshToken: string;
}

/** Signing up and in. */
@Injectable()
export class AuthService {
  constructor(
    private readonly users: UserRepository,
    private readonly credentials: CredentialRepository,
    private readonly storedSessions: SessionRepository,
    private readonly profiles: ProfileService,
    private readonly worker: UserWorker,
    private readonly sessions: SessionService,
    private readonly passwords: PasswordHasher,
    private readonly throttle: LoginThrottle,
    private readonly tokens: SignedTokenService,
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
    const userId = new Types.ObjectId().toHexString();
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
      this.profiles.prepareVerification(email),
    );
    if (user === null) throw new EmailTakenError();
    await this.throttle.succeeded(email, client.network);
    this.worker.start(userId);
    return this.answer(user, refreshToken);
  }

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
    return this.answer(user, refreshToken);
  }

  /** @throws as `SessionService.refresh` */
  async refresh(token: string, client: Client): Promise<SignedIn> {
    const { user, refreshToken } = await this.sessions.refresh(token, client.userAgent);
    return this.answer(user, refreshToken);
  }

  /** Takes the proof that a mailed link is. @throws {InvalidLinkError} @throws {EmailTakenError} */
  async verifyEmail(token: string): Promise<void> {
    const claims = await this.tokens.verify('verify-email+jwt', token);
    const isVerified =
      claims !== null &&
      (await this.credentials.verifyEmail(
        claims.sub,
        claims.jti,
        this.clock.in(NOTICE_MS),
        this.clock.now(),
      ));
    if (!isVerified) throw new InvalidLinkError();
    this.worker.start(claims.sub);
  }

  private async answer(user: User, refreshToken: RefreshToken): Promise<SignedIn> {
    const accessToken = await this.sessions.signAccessToken(user, refreshToken.sessionId);
    return { user, accessToken, refreshToken: refreshToken.toString() };
  }
}
