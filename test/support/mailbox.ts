import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { eventually } from './eventually.js';

/** A mail as its server took it. */
export interface Mail {
  readonly to: readonly string[];
  /** Headers and body, as they came. */
  readonly source: string;
}

/** A mail server of a story: it takes everything, and keeps it. */
export class MailServer {
  readonly mails: Mail[] = [];
  readonly #server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        this.mails.push({ to, source: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });

  /** Starts to listen, and tells where. */
  async open(): Promise<string> {
    await new Promise<void>((done) => {
      this.#server.listen(0, '127.0.0.1', done);
    });
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  /** Waits for a mail to an address with words in it, in the subject or anywhere. */
  arrived(to: string, words: string): Promise<Mail> {
    return eventually(`a mail to ${to} says ${words}`, () =>
      Promise.resolve(
        this.mails.find((mail) => mail.to.includes(to) && mail.source.includes(words)),
      ),
    );
  }

  close(): Promise<void> {
    return new Promise((done) => {
      this.#server.close(done);
    });
  }
}
