import { Module } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { LogTransport } from './log.transport.js';
import { MailTransport } from './mail.transport.js';
import { SmtpTransport } from './smtp.transport.js';

@Module({
  providers: [
    {
      provide: MailTransport,
      useFactory: (config: AppConfig) =>
        config.mailUrl?.startsWith('smtp') ? new SmtpTransport(config.mailUrl) : new LogTransport(config),
      inject: [AppConfig],
    },
  ],
  exports: [MailTransport],
})
export class MailModule {}
