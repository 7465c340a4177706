import { Injectable } from '@nestjs/common';
import { SignedTokenService, type TokenType } from '../../common/auth/signed-token.service.js';
import { Clock } from '../../common/clock/clock.js';
import { renderLetter } from '../../common/mail/letter.js';
import { MailTransport } from '../../common/mail/mail.transport.js';
import { AppConfig } from '../../config/app-config.js';
import { type LetterKind, LETTERS } from './letters.js';
import type { ClaimedWork } from './user-outbox.repository.js';

/** The page of the storefront to which a letter leads, and the type of the token that it hands over. */
const LINKS: Partial<Record<LetterKind, { page: string; token: TokenType }>> = {
  'mail.verify_email': { page: 'verify-email', token: 'verify-email+jwt' },
  'mail.reset_password': { page: 'reset-password', token: 'reset-password+jwt' },
};

/** Writes and sends the letters to users. */
@Injectable()
export class UserMailer {
  constructor(
    private readonly transport: MailTransport,
    private readonly tokens: SignedTokenService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  async send(kind: LetterKind, { userId, locale, entry }: ClaimedWork): Promise<void> {
    const { id, to, expiresAt } = entry;
    if (to === undefined || expiresAt === undefined) throw new Error(`A ${kind} without address or end`);
    const link = await this.linkFor(kind, userId, id.toHexString(), expiresAt);
    await this.transport.send({
      id: id.toHexString(),
      to,
      ...renderLetter(LETTERS[kind][locale], locale, link),
    });
  }

  /** The token stands behind a #, which browsers send neither to servers nor as Referer. The database never holds it. */
  private async linkFor(
    kind: LetterKind,
    userId: string,
    id: string,
    expiresAt: Date,
  ): Promise<string | undefined> {
    const link = LINKS[kind];
    if (link === undefined) return undefined;
    const token = await this.tokens.sign(link.token, { sub: userId, jti: id }, this.clock.now(), expiresAt);
    return `${this.config.storefrontUrl}/${link.page}#token=${token}`;
  }
}
