import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { paymentLimits } from '../domain/payment-limits.js';

/**
 * Webhooks signed as the Standard Webhooks specification (1.0.0) says: `webhook-id`, `webhook-timestamp` in seconds,
 * and in `webhook-signature` a list of `v1,<base64>` of HMAC-SHA-256 over `id.timestamp.body`.
 */
export interface SignedWebhook {
  readonly headers: {
    readonly 'webhook-id': string;
    readonly 'webhook-timestamp': string;
    readonly 'webhook-signature': string;
  };
  readonly body: string;
}

const secretPrefix = 'whsec_';
/** The specification asks for 24 to 64 bytes. */
const secretBytes = { least: 24, most: 64 };

/** The key in a secret of the form `whsec_<base64>`; null when it is none. */
export function webhookKey(secret: string): Buffer | null {
  if (!secret.startsWith(secretPrefix)) return null;
  const key = Buffer.from(secret.slice(secretPrefix.length), 'base64');
  return key.length >= secretBytes.least && key.length <= secretBytes.most ? key : null;
}

/** A key that nobody knows, for a processor within this process. */
export const randomWebhookKey = (): Buffer => randomBytes(32);

/** The headers that a webhook is sent with. */
export function signWebhook(
  key: Buffer,
  { id, body, at }: { readonly id: string; readonly body: string; readonly at: Date },
): SignedWebhook {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = `v1,${signatureOf(key, id, timestamp, body)}`;
  return {
    headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature },
    body,
  };
}

const signatureOf = (key: Buffer, id: string, timestamp: string, body: string): string =>
  createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');

/** What is wrong with a webhook, null when it is genuine and fresh. Takes as long whatever signature is wrong. */
export function webhookFault(
  key: Buffer,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  body: string,
  now: Date,
): 'UNSIGNED' | 'STALE' | 'FORGED' | null {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') {
    return 'UNSIGNED';
  }
  if (id.length === 0 || id.length > 200 || !/^\d{1,12}$/.test(timestamp)) return 'UNSIGNED';
  const expected = Buffer.from(signatureOf(key, id, timestamp, body));
  const isGenuine = signatures
    .split(' ')
    .slice(0, 10)
    .filter((one) => one.startsWith('v1,'))
    .map((one) => Buffer.from(one.slice(3)))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
  if (!isGenuine) return 'FORGED';
  const ageSeconds = Math.abs(now.getTime() / 1000 - Number(timestamp));
  return ageSeconds > paymentLimits.webhookToleranceSeconds ? 'STALE' : null;
}
