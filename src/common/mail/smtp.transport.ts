import type { Transporter } from 'nodemailer';
import { type Mail, MailError, MailTransport } from './mail.transport.js';

/** A server that does not answer in this time gets the mail at a later attempt. */
const TIMEOUT_MS = 8_000;

/**
 * Sends by SMTP. Query parameters of the address are nodemailer's options, such as `?requireTLS=true`; user name,
 * password and `from` stand in it too: `smtps://user:secret@mail.example.com?from=shop@example.com`.
 */
export class SmtpTransport extends MailTransport {
  private readonly url: URL;
  private readonly from: string;
  private transporter: Promise<Transporter> | undefined;

  constructor(mailUrl: string) {
    super();
    this.url = new URL(mailUrl);
    this.from = this.url.searchParams.get('from') ?? `no-reply@${this.url.hostname}`;
    this.url.searchParams.delete('from');
  }

  override async send({ id, to, subject, text, html }: Mail): Promise<void> {
    this.transporter ??= this.open();
    const transporter = await this.transporter;
    const messageId = `<${id}@${this.from.split('@').at(-1)}>`;
    try {
      await transporter.sendMail({ from: this.from, to, subject, text, html, messageId });
    } catch (error) {
      throw toMailError(error);
    }
  }

  /** Loaded on first use: most containers never send a mail, and nodemailer would slow the start of all. */
  private async open(): Promise<Transporter> {
    const { createTransport } = await import('nodemailer');
    return createTransport({
      url: this.url.href,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      // Addresses and texts come from users; none of them may make the server read a file or fetch an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }
}

/** RFC 5321, 4.2.1: 5yz is a permanent failure. A wrong password of ours is one too, but mending it helps. */
function toMailError(error: unknown): MailError {
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
  const isFinal = typeof responseCode === 'number' && responseCode >= 500 && code !== 'EAUTH';
  const parts = [code, responseCode].filter((part) => typeof part === 'string' || typeof part === 'number');
  return new MailError(parts.join(' '), isFinal);
}
