import nodemailer from 'nodemailer';
import type { Outcome } from '../domain/delivery.js';
import type { Outlet } from '../application/ports.js';
import { limits } from '../domain/limits.js';

/** Mails over SMTP. */
export interface SmtpOutlet extends Outlet {
  close(): void;
}

/**
 * Hands mails over to an SMTP server. A mail keeps its Message-ID over all attempts, so that one that was sent twice
 * is seen as one.
 * @param url `smtp://` or `smtps://`, with name and password where the server wants them
 * @param from the sender's address
 */
export function smtpOutlet({
  url,
  from,
}: {
  readonly url: string;
  readonly from: string;
}): SmtpOutlet {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: limits.deliveriesAtOnce,
    connectionTimeout: limits.sendMs,
    greetingTimeout: limits.sendMs,
    socketTimeout: limits.sendMs,
    // Nothing of a message is ever read from files or addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof nodemailer.createTransport>[0]);
  const domain =
    from
      .split('@')
      .at(-1)
      ?.replace(/[^\w.-]/g, '') ?? 'localhost';
  return {
    async send({ id, to, subject, body }, signal) {
      const mail = {
        ...{ from, subject, text: body },
        // An object is taken as one address; a text could name several.
        to: { name: '', address: to },
        messageId: `<${id}@${domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      };
      try {
        signal.throwIfAborted();
        const { messageId } = await Promise.race([transport.sendMail(mail), aborted(signal)]);
        return { type: 'SENT', providerId: messageId };
      } catch (error) {
        return failureOf(error);
      }
    },
    close: () => transport.close(),
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('The mail server took too long.')), {
      once: true,
    });
  });
}

/** What a server refuses with 5xx it would refuse again; everything else may pass. */
function failureOf(error: unknown): Outcome {
  const { responseCode, code } = error as { responseCode?: unknown; code?: unknown };
  const isFinal = typeof responseCode === 'number' && responseCode >= 500 && code !== 'EAUTH';
  // What a server says may hold the recipient's address, so only its code is kept.
  const said = [responseCode, code]
    .filter((part) => typeof part === 'number' || typeof part === 'string')
    .join(' ');
  return {
    type: 'FAILED',
    reason: `The mail server did not take it${said === '' ? '' : ` (${said})`}.`,
    isFinal,
  };
}
