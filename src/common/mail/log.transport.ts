import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { type Mail, MailTransport } from './mail.transport.js';

/** For a machine without a mail server: writes the letter to the log, in production only that there was one. */
@Injectable()
export class LogTransport extends MailTransport {
  private readonly logger = new Logger('Mail');

  constructor(private readonly config: AppConfig) {
    super();
  }

  override async send({ id, to, subject, text }: Mail): Promise<void> {
    // The links in a mail open accounts, so in production they stay out of the log.
    if (this.config.isProduction)
      this.logger.warn('MAIL_URL is not set; a mail was not sent', { mailId: id });
    else this.logger.log(`To: ${to}\nSubject: ${subject}\n\n${text}`);
  }
}
