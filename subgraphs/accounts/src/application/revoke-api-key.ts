import { notFound } from '@voltpark/kit/decision';
import { refuseManager } from '../domain/account.js';
import { revokeApiKey as revoke } from '../domain/api-key.js';
import type { Cause, Ports } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';

/** Ends an API key. */
export function revokeApiKey({ clock, transact }: Ports) {
  return (cause: Cause, { apiKeyId }: { readonly apiKeyId: string }) =>
    transact(cause, async ({ accounts, apiKeys, save }) => {
      const apiKey = await apiKeys.hold(apiKeyId, reachOf(cause.actor));
      if (apiKey === null) return notFound('ApiKey', apiKeyId);
      const [manager = null] = await accounts.hold(cause.actor.id);
      const refusal = refuseManager(manager, apiKey.tenantId);
      if (refusal !== undefined) return refusal;
      const events = revoke(apiKey, clock.now());
      await save(events);
      return { __typename: 'ApiKeyRevoked', apiKey: events[0]?.apiKey ?? apiKey } as const;
    });
}
