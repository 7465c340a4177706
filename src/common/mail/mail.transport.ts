/** A letter that is ready to be sent. */
export interface Mail {
  /** Stable over repeated sending: mailboxes drop a second copy with the same Message-ID. */
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** A letter could not be sent. The message holds codes only: what servers say often names the address. */
export class MailError extends Error {
  /** @param isFinal a repeat is of no use, because the address does not exist, say */
  constructor(
    codes: string,
    readonly isFinal: boolean,
  ) {
    super(`The mail was ${isFinal ? 'refused for good' : 'not taken this time'}: ${codes}`);
    this.name = 'MailError';
  }
}

/** Sends mails. Bound to what MAIL_URL names. */
export abstract class MailTransport {
  /** @throws {MailError} */
  abstract send(mail: Mail): Promise<void>;
}
