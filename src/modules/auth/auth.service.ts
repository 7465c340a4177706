import { Injectable } from '@nestjs/common';
import { Types } from 'mongoose';
import {
  CredentialRepository,
  EmailTakenError,
  normaliseEmail,
  PasswordHasher,
  SessionRepository,
  type User,
  UserRepository,
} from '../users/index.js';
import type { RefreshToken } from './domain/refresh-token.js';
import { InvalidCredentialsError } from './auth.errors.js';
import { SessionService } from './session.service.js';

export interface Registration {
  email: string;
  password: string;
  firstName: string;
  lastName: string;
  phone?: string | undefined;
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
    private readonly sessions: SessionService,
    private readonly passwords: PasswordHasher,
  ) {}

  /** Makes an account and its first session in one write. @throws {EmailTakenError} */
  async register(registration: Registration, userAgent: string): Promise<SignedIn> {
    const { password, email, ...names } = registration;
    const userId = new Types.ObjectId().toHexString();
    const { record, refreshToken } = this.sessions.prepare(userId, userAgent);
    const user = await this.users.insert(userId, {
      ...names,
      email: normaliseEmail(email),
      passwordHash: await this.passwords.hash(password),
      role: 'customer',
      sessions: [record],
    });
    if (user === null) throw new EmailTakenError();
    return this.answer(user, refreshToken);
  }

  /** @throws {InvalidCredentialsError} for every reason alike, after the same work */
  async login(email: string, password: string, userAgent: string): Promise<SignedIn> {
    const found = await this.credentials.findByEmail(normaliseEmail(email));
    const isRight = await this.passwords.verify(password, found?.passwordHash);
    if (!isRight || found?.passwordHash === undefined) throw new InvalidCredentialsError();
    const { userId } = found;
    const { record, refreshToken } = this.sessions.prepare(userId, userAgent);
    const user = await this.storedSessions.add(userId, found.passwordHash, record);
    if (user === null) throw new InvalidCredentialsError();
    return this.answer(user, refreshToken);
  }

  /** @throws as `SessionService.refresh` */
  async refresh(token: string, userAgent: string): Promise<SignedIn> {
    const { user, refreshToken } = await this.sessions.refresh(token, userAgent);
    return this.answer(user, refreshToken);
  }

  private async answer(user: User, refreshToken: RefreshToken): Promise<SignedIn> {
    const accessToken = await this.sessions.signAccessToken(user, refreshToken.sessionId);
    return { user, accessToken, refreshToken: refreshToken.toString() };
  }
}
