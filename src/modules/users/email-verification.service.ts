import { Injectable } from '@nestjs/common';
import { newObjectId } from '../../common/persistence/object-id.js';
import { InvalidLinkError } from '../../common/auth/invalid-link.error.js';
import { SignedTokenService } from '../../common/auth/signed-token.service.js';
import { Clock } from '../../common/clock/clock.js';
import { CredentialRepository } from './credential.repository.js';
import type { EmailVerificationRecord } from './mailed-link.schema.js';
import { UserWorker } from './user-worker.service.js';
import { UserRepository } from './user.repository.js';

const LINK_MS = 24 * 60 * 60 * 1000;

/** Finding out by a mailed link whether a user reads the mail of an address. */
@Injectable()
export class EmailVerificationService {
  constructor(
    private readonly users: UserRepository,
    private readonly credentials: CredentialRepository,
    private readonly tokens: SignedTokenService,
    private readonly worker: UserWorker,
    private readonly clock: Clock,
  ) {}

  /** A link that makes the address the user's; the caller stores it with its cause, which has it mailed. */
  prepare(email: string): EmailVerificationRecord {
    return { id: newObjectId(), email, expiresAt: this.clock.in(LINK_MS) };
  }

  /**
   * Takes the proof that a followed link is; taking it again changes nothing.
   * @throws {InvalidLinkError} @throws {EmailTakenError} when somebody else has made an account with the address meanwhile
   */
  async verify(token: string): Promise<void> {
    const claims = await this.tokens.verify('verify-email+jwt', token);
    if (claims === null) throw new InvalidLinkError();
    const isVerified = await this.credentials.verifyEmail(claims.sub, claims.jti, this.clock.now());
    if (!isVerified) throw new InvalidLinkError();
    this.worker.start(claims.sub);
  }

  /** Mails another link to the address, or to the new address if there is one; nothing when it is verified. */
  async resend(userId: string): Promise<void> {
    const user = await this.users.findById(userId);
    const email = user?.pendingEmail ?? (user?.emailVerified ? undefined : user?.email);
    if (email === undefined) return;
    await this.users.updateProfile(userId, {}, null, this.prepare(email), this.clock.now());
    this.worker.start(userId);
  }
}
