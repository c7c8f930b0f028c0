import { createHmac } from 'node:crypto';
import { lookup as resolve } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { WebhookOutlet } from '../application/ports.js';
import type { Outcome } from '../domain/delivery.js';
import { isPublicAddress, webhookUrlFault } from './open-internet.js';

/** What may be called, and how names are resolved: the open internet, unless a spec says otherwise. */
export interface WebhookRules {
  readonly urlFault: (url: string) => string | null;
  readonly isAllowed: (address: string) => boolean;
  readonly addressesOf: (host: string) => Promise<readonly string[]>;
}

const openInternet: WebhookRules = {
  urlFault: webhookUrlFault,
  isAllowed: isPublicAddress,
  addressesOf: async (host) => (await resolve(host, { all: true })).map(({ address }) => address),
};

class ClosedAddress extends Error {}

/** Headers as the Standard Webhooks specification (1.0.0) says: HMAC-SHA-256 over `id.timestamp.body`. */
export function signedHeaders(
  secret: Uint8Array,
  { id, body, at }: { readonly id: string; readonly body: string; readonly at: Date },
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac('sha256', secret)
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}

/**
 * Calls tenants' endpoints. The name is resolved as part of connecting, and the very address that was looked at is
 * connected to, so no name can mean one host when it is checked and another when it is called. Redirects are not
 * followed, no proxy is used, and nothing of an answer is kept but its status.
 */
export function webhookOutlet(rules: WebhookRules = openInternet): WebhookOutlet {
  return {
    urlFault: rules.urlFault,
    async send({ id, url, secret, body, at }, signal) {
      const fault = rules.urlFault(url);
      if (fault !== null) return closed();
      try {
        return outcomeOf(
          await post(rules, new URL(url), signedHeaders(secret, { id, body, at }), body, signal),
        );
      } catch (error) {
        if (error instanceof ClosedAddress) return closed();
        const { code } = error as { code?: unknown };
        const said = typeof code === 'string' ? ` (${code})` : '';
        return { type: 'FAILED', reason: `The endpoint did not answer${said}.`, isFinal: false };
      }
    },
  };
}

const closed = (): Outcome => ({
  type: 'FAILED',
  reason: 'The endpoint is not on the open internet.',
  isFinal: true,
});

function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return { type: 'SENT', providerId: null };
  // Gone says: never again. A redirect is never followed, however often it comes.
  const isFinal = status === 410 || (status >= 300 && status < 400);
  return { type: 'FAILED', reason: `The endpoint answered ${status}.`, isFinal };
}

function post(
  rules: WebhookRules,
  url: URL,
  signature: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<number> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A literal address is connected to without being looked up.
  if (isIP(host) !== 0 && !rules.isAllowed(host)) return Promise.reject(new ClosedAddress());
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((done, reject) => {
    const call = request(
      url,
      {
        method: 'POST',
        agent: false,
        lookup: lookupBy(rules),
        signal,
        headers: {
          ...signature,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Voltpark',
        },
      },
      (response) => {
        response.on('error', () => undefined);
        done(response.statusCode ?? 0);
        response.destroy();
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

/** Resolves for `net.connect`, and gives out nothing when any of the addresses is closed. */
function lookupBy({ addressesOf, isAllowed }: WebhookRules): LookupFunction {
  return (host, options, answer) => {
    addressesOf(host).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined || !addresses.every(isAllowed)) {
          answer(new ClosedAddress(), '', 0);
          return;
        }
        const all = addresses.map((address) => ({ address, family: isIP(address) }));
        if (options.all === true) answer(null, all);
        else answer(null, first, isIP(first));
      },
      (error: unknown) => answer(error instanceof Error ? error : new Error('unresolved'), '', 0),
    );
  };
}
