import type { Route } from '@voltpark/kit/context';
import { identityLimits } from '../limits.js';
import { jsonType, send } from './answer.js';

/**
 * Passes on the public keys that accounts publishes at its own address, which clients cannot reach. Kept for a
 * while: keys change rarely, and the page is public.
 * @param jwksUrl where accounts publishes them
 */
export function jwksRoute(jwksUrl: () => URL): Route {
  let kept: { until: number; text: string } | undefined;
  return async (_request, response) => {
    const now = Date.now();
    if (!kept || kept.until < now) {
      const answer = await fetch(jwksUrl(), {
        signal: AbortSignal.timeout(identityLimits.jwksTimeoutMs),
        redirect: 'error',
      }).catch(() => undefined);
      const text = answer?.ok === true ? await answer.text() : undefined;
      if (text === undefined) {
        send(response, 503, jsonType, '{"error":"The keys cannot be had at the moment."}');
        return;
      }
      kept = { until: now + identityLimits.jwksCooldownMs, text };
    }
    send(response, 200, jsonType, kept.text, { 'cache-control': 'public, max-age=300' });
  };
}
