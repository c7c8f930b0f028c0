import { invalidApiKey, isInForce, isUseNews, readApiKey } from '../domain/api-key.js';
import { limits } from '../domain/limits.js';
import type { Cause, Ports } from './ports.js';

/** Gives a short-lived access token for an API key. */
export function exchangeApiKey({ clock, reads, transact, secrets, accessTokens }: Ports) {
  return async (cause: Cause, command: { readonly apiKey: string }) => {
    const written = readApiKey(command.apiKey.trim());
    const apiKey = written === undefined ? null : await reads.apiKeys.forExchange(written.id);
    const now = clock.now();
    // Two hashes are compared: their common beginning tells nothing of the secret.
    const isRight = written !== undefined && apiKey?.secretHash === secrets.hash(written.secret);
    if (apiKey === null || !isRight || !isInForce(apiKey, now)) return invalidApiKey();

    if (isUseNews(apiKey, now)) {
      await transact(cause, ({ apiKeys }) => apiKeys.markUsed(apiKey.id, now));
    }
    const left =
      apiKey.expiresAt === null
        ? limits.apiKeyTokenLifeSeconds
        : Math.ceil((apiKey.expiresAt.getTime() - now.getTime()) / 1000);
    const signed = await accessTokens.sign(
      {
        kind: 'API_KEY',
        id: apiKey.id,
        roles: [apiKey.role],
        scopes: apiKey.scopes,
        tenantId: apiKey.tenantId,
        customerId: null,
      },
      Math.min(limits.apiKeyTokenLifeSeconds, left),
      now,
    );
    return {
      __typename: 'ApiKeyExchanged',
      accessToken: signed.token,
      expiresAt: signed.expiresAt,
    } as const;
  };
}
