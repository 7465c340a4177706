import { Injectable, Logger } from '@nestjs/common';
import { newObjectId } from '../../common/persistence/object-id.js';
import type { AuthenticatedUser } from '../../common/auth/access.js';
import { SignedTokenService } from '../../common/auth/signed-token.service.js';
import { Clock } from '../../common/clock/clock.js';
import { ResourceNotFoundError } from '../../common/errors/common.errors.js';
import { type SessionRecord, SessionRepository, type User } from '../users/index.js';
import { InvalidRefreshTokenError, RefreshTokenReusedError } from './auth.errors.js';
import { RefreshToken } from './domain/refresh-token.js';

export const ACCESS_TOKEN_SECONDS = 15 * 60;
const SESSION_MS = 30 * 24 * 60 * 60 * 1000;
/** A client whose answer got lost may exchange the same token again within this time. */
const GRACE_MS = 10_000;

/** A session and the only copy of its first refresh token. */
export interface StartedSession {
  record: SessionRecord;
  refreshToken: RefreshToken;
}

/** A user with the tokens of a session. */
export interface SignedIn {
  user: User;
  accessToken: string;
  refreshToken: string;
}

/** Sessions and their tokens: a JWT of 15 minutes for each request, and a refresh token that changes at each use. */
@Injectable()
export class SessionService {
  private readonly logger = new Logger(SessionService.name);

  constructor(
    private readonly sessions: SessionRepository,
    private readonly tokens: SignedTokenService,
    private readonly clock: Clock,
  ) {}

  /** Makes a session that is not stored yet, so that the caller can store it together with its cause. */
  prepare(userId: string, userAgent: string): StartedSession {
    const id = newObjectId();
    const refreshToken = RefreshToken.start(userId, id.toHexString());
    const now = this.clock.now();
    const record = {
      id,
      familyHash: refreshToken.familyHash,
      tokenHash: refreshToken.hash,
      userAgent,
      createdAt: now,
      lastUsedAt: now,
      expiresAt: this.clock.in(SESSION_MS),
    };
    return { record, refreshToken };
  }

  /** Hands a client of a stored session its tokens. */
  async hand(user: User, refreshToken: RefreshToken): Promise<SignedIn> {
    const jti = newObjectId().toHexString();
    const claims = { sub: user.id, role: user.role, sid: refreshToken.sessionId, jti };
    const expiresAt = this.clock.in(ACCESS_TOKEN_SECONDS * 1000);
    const accessToken = await this.tokens.sign('at+jwt', claims, this.clock.now(), expiresAt);
    return { user, accessToken, refreshToken: refreshToken.toString() };
  }

  /** Who the token speaks for at this moment; null when the session has ended. The role is today's, not the token's. */
  async authenticate(userId: string, sessionId: string): Promise<AuthenticatedUser | null> {
    const role = await this.sessions.findRole(userId, sessionId, this.clock.now());
    return role && { id: userId, role, sessionId };
  }

  /**
   * Exchanges a refresh token. Of parallel calls one replaces the token, and the others get the same successor, as does
   * the same client within ten seconds when the answer got lost. Any other use of a replaced token ends the session.
   * @throws {InvalidRefreshTokenError} @throws {RefreshTokenReusedError}
   */
  async refresh(text: string, userAgent: string): Promise<SignedIn> {
    const presented = RefreshToken.parse(text);
    if (presented === null) throw new InvalidRefreshTokenError();
    const salt = RefreshToken.newSalt();
    const successor = presented.successor(salt);
    const user = await this.sessions.rotate(presented.userId, presented.sessionId, successor.hash, {
      hash: presented.hash,
      salt,
      replacedAt: this.clock.now(),
      userAgent,
    });
    return user === null ? this.refreshAgain(presented, userAgent) : this.hand(user, successor);
  }

  private async refreshAgain(presented: RefreshToken, userAgent: string): Promise<SignedIn> {
    const { userId, sessionId } = presented;
    const found = await this.sessions.findWithUser(userId, sessionId, this.clock.now());
    // A token of another family was never ours to give; it must not end the session of whoever owns that one.
    if (found === null || found.session.familyHash !== presented.familyHash) {
      throw new InvalidRefreshTokenError();
    }
    const { previous } = found.session;
    if (
      previous !== undefined &&
      previous.hash === presented.hash &&
      previous.userAgent === userAgent &&
      previous.replacedAt > this.clock.in(-GRACE_MS)
    ) {
      return this.hand(found.user, presented.successor(previous.salt));
    }
    await this.sessions.remove(userId, sessionId);
    this.logger.warn('A refresh token was used twice; its session has been ended', { userId, sessionId });
    throw new RefreshTokenReusedError();
  }

  /** The sessions that are alive. */
  async list(userId: string): Promise<SessionRecord[]> {
    return this.sessions.list(userId, this.clock.now());
  }

  /** @throws {ResourceNotFoundError} for a missing and for a foreign session alike */
  async end(userId: string, sessionId: string): Promise<void> {
    const isEnded = await this.sessions.remove(userId, sessionId);
    if (!isEnded) throw new ResourceNotFoundError('session', 'auth.session_not_found');
  }

  async endAll(userId: string): Promise<void> {
    await this.sessions.removeAll(userId);
  }

  /** Ends the session of a refresh token, also of one that was replaced. Does nothing for a token that is not genuine. */
  async endByToken(text: string): Promise<void> {
    const presented = RefreshToken.parse(text);
    if (presented === null) return;
    await this.sessions.removeFamily(presented.userId, presented.sessionId, presented.familyHash);
  }
}
