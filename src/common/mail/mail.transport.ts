/** A letter that is ready to be sent. */
export interface Mail {
  /** Stable over repeated sending: mailboxes drop a second copy with the same Message-ID. */
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** The mail provider will never take this letter, because the address does not exist, say; a repeat is of no use. */
export class MailRefusedError extends Error {
  constructor(cause: unknown) {
    super('The mail provider refuses the mail for good', { cause });
    this.name = 'MailRefusedError';
  }
}

/** Sends mails. Bound to what MAIL_URL names. */
export abstract class MailTransport {
  /** @throws {MailRefusedError} when a repeat is of no use, any other error when it may help */
  abstract send(mail: Mail): Promise<void>;
}
