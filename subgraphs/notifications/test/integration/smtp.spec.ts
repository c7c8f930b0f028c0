import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smtpOutlet, type SmtpOutlet } from '../../src/channels/smtp.js';
import { notificationsSystem } from '../support/system.js';

interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
}

/** What the server answers to a recipient; undefined: takes it. */
let refusal: number | undefined;
const mails: Mail[] = [];
const server = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onRcptTo(_address, _session, done) {
    if (refusal === undefined) return done();
    done(
      Object.assign(new Error('<somebody@example.org> is not wanted'), { responseCode: refusal }),
    );
  },
  onData(stream, session, done) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const { mailFrom, rcptTo } = session.envelope;
      const from = mailFrom === false ? '' : mailFrom.address;
      const source = Buffer.concat(chunks).toString();
      mails.push({ from, to: rcptTo.map(({ address }) => address), source });
      done();
    });
  },
});

let outlet: SmtpOutlet;
beforeAll(async () => {
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const { port } = server.server.address() as AddressInfo;
  outlet = smtpOutlet({ url: `smtp://127.0.0.1:${port}`, from: 'parking@example.com' });
});
afterAll(async () => {
  outlet.close();
  await new Promise<void>((done) => {
    server.close(done);
  });
});

const message = {
  id: 'delivery-1',
  to: 'anna@example.org',
  subject: 'Grüße',
  body: 'Hallo Anna\n.\nEnde',
};
const send = (given: Partial<typeof message> = {}) =>
  outlet.send({ ...message, ...given }, AbortSignal.timeout(30_000));

describe('mails', () => {
  it('reach a mail server, with the same Message-ID at each attempt', async () => {
    expect(await send()).toEqual({ type: 'SENT', providerId: '<delivery-1@example.com>' });
    await send();
    const [first, second] = mails.splice(0);
    expect(first).toMatchObject({ from: 'parking@example.com', to: ['anna@example.org'] });
    expect(first?.source).toContain('Message-ID: <delivery-1@example.com>');
    expect(first?.source).toContain('Auto-Submitted: auto-generated');
    expect(second?.source).toContain('Message-ID: <delivery-1@example.com>');
  });

  it('have one recipient and no headers of anybody else, whatever is in an address or a subject', async () => {
    await send({ to: 'anna@example.org, eve@example.org', subject: 'Hi\r\nBcc: eve@example.org' });
    for (const { to, source } of mails.splice(0)) {
      expect(to).not.toContain('eve@example.org');
      expect(source).not.toMatch(/^Bcc:/m);
    }
  });

  it.each([
    [550, true],
    [451, false],
  ])('that are refused with %i are refused for good: %s', async (code, isFinal) => {
    refusal = code;
    const outcome = await send();
    refusal = undefined;
    expect(outcome).toMatchObject({ type: 'FAILED', isFinal });
    // The server's own words name the recipient.
    expect(JSON.stringify(outcome)).not.toContain('example.org');
    expect(JSON.stringify(outcome)).toContain(String(code));
  });

  it('fail for now when there is no server', async () => {
    const nowhere = smtpOutlet({ url: 'smtp://127.0.0.1:1', from: 'parking@example.com' });
    const outcome = await nowhere.send(message, AbortSignal.timeout(30_000));
    nowhere.close();
    expect(outcome).toMatchObject({ type: 'FAILED', isFinal: false });
  });

  it('come from an event to the person, in their language', async () => {
    mails.length = 0;
    const system = await notificationsSystem({ EMAIL: outlet });
    try {
      await system.knowsFacility();
      await system.knows('anna');
      await system.interrupted('anna', { id: 'one' });
      await system.interrupted('anna', { id: 'one' });
      await system.sends();
      expect(mails.map(({ to }) => to)).toEqual([['anna@example.org']]);
      expect(mails[0]?.source).toContain('Subject: Laden unterbrochen');
      expect(mails[0]?.source).toContain('Guten Tag Anna,');
    } finally {
      await system.stop();
    }
  });
});
