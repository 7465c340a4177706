import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { testConfig } from '../../../test/support/environment.js';
import { ConfigModule } from '../../config/config.module.js';
import { LogTransport } from './log.transport.js';
import { MailModule } from './mail.module.js';
import { MailTransport } from './mail.transport.js';
import { SmtpTransport } from './smtp.transport.js';

const MAIL = {
  id: 'f00d',
  to: 'mona@example.com',
  subject: 'Hello',
  text: 'https://shop.example/#token=secret',
  html: '',
};

async function transportFor(environment: Record<string, string>): Promise<MailTransport> {
  const module = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(testConfig(environment)), MailModule],
  }).compile();
  return module.get(MailTransport);
}

function logged(): string {
  return JSON.stringify([
    ...jest.mocked(Logger.prototype.log).mock.calls,
    ...jest.mocked(Logger.prototype.warn).mock.calls,
  ]);
}

beforeEach(() => {
  jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('MAIL_URL', () => {
  it.each(['smtp://127.0.0.1:1', 'smtps://user:secret@mail.example.com?from=shop@example.com'])(
    'sends by SMTP for %s',
    async (url) => {
      expect(await transportFor({ MAIL_URL: url })).toBeInstanceOf(SmtpTransport);
    },
  );

  it.each<Record<string, string>>([{ MAIL_URL: 'log://' }, {}])(
    'writes to the log for %j, links included, for a developer',
    async (environment) => {
      const transport = await transportFor(environment);

      await transport.send(MAIL);

      expect(transport).toBeInstanceOf(LogTransport);
      expect(logged()).toContain(MAIL.text);
    },
  );

  it('keeps addresses and links out of the log in production', async () => {
    const transport = await transportFor({ MAIL_URL: 'log://', NODE_ENV: 'production' });

    await transport.send(MAIL);

    expect(logged()).toContain(MAIL.id);
    expect(logged()).not.toMatch(/token|mona/);
  });
});
