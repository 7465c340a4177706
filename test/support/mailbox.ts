import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface Mailbox {
  /** For MAIL_URL. */
  url: string;
  /** All that was delivered, in the order of arrival. */
  mails: Email[];
  /** The n-th mail to an address; waits until it has come. */
  mailTo(address: string, n?: number): Promise<Email>;
  /** From now on refuses every mail with this SMTP code; null takes them again. */
  refuseWith(code: number | null): void;
  close(): Promise<void>;
}

/** A mail server on a free port that keeps what it gets. */
export async function startMailbox(): Promise<Mailbox> {
  const mails: Email[] = [];
  const events = new EventEmitter().setMaxListeners(0);
  let refusedWith: number | null = null;
  const receive = async (stream: Readable, done: (error?: Error) => void): Promise<void> => {
    const mail = await PostalMime.parse(await buffer(stream));
    if (refusedWith !== null) {
      // As real servers do, it names whom it does not like.
      const message = `<${mail.to?.[0]?.address}>: not taken by the test`;
      return done(Object.assign(new Error(message), { responseCode: refusedWith }));
    }
    mails.push(mail);
    events.emit('mail');
    done();
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onData(stream, _session, done) {
      void receive(stream, done);
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}?from=shop@example.com&ignoreTLS=true`,
    mails,
    async mailTo(address, n = 1) {
      for (;;) {
        const found = mails.filter((mail) => mail.to?.some((to) => to.address === address))[n - 1];
        if (found !== undefined) return found;
        await once(events, 'mail');
      }
    },
    refuseWith(code) {
      refusedWith = code;
    },
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

/** The token that a mail's link hands to the storefront's page. */
export function tokenIn({ text }: Email): string {
  const token = /#token=([\w.-]+)/.exec(text ?? '')?.[1];
  if (token === undefined) throw new Error('The mail has no link');
  return token;
}
