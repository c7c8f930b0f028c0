import { notFound } from '@voltpark/kit/decision';
import { refuseManager } from '../domain/account.js';
import { decideIssueApiKey, writeApiKey, type IssueApiKey } from '../domain/api-key.js';
import { idempotencyKeyFault } from '../domain/text.js';
import type { Cause, Ports } from './ports.js';
import { reachWithin } from './reach.js';

/** Makes an API key of a tenant and shows its secret, this once. */
export function issueApiKey({ clock, newId, reads, secrets, transact }: Ports) {
  return async (cause: Cause, command: IssueApiKey & { readonly idempotencyKey: string }) => {
    const { idempotencyKey, ...input } = command;
    const fault = idempotencyKeyFault(idempotencyKey);
    if (fault !== undefined) return fault;
    const id = newId();
    const secret = secrets.random();
    let isFirst = false;
    const result = await transact(cause, ({ accounts, tenants, apiKeys, once, save }) =>
      once({ idempotencyKey, operation: 'issueApiKey', input }, async () => {
        const [manager = null] = await accounts.hold(cause.actor.id);
        const refusal = refuseManager(manager, input.tenantId);
        if (refusal !== undefined) return refusal;
        if (!(await tenants.exists(input.tenantId))) return notFound('Tenant', input.tenantId);
        const now = clock.now();
        const liveKeys = await apiKeys.countInForce(input.tenantId, now);
        const given = { id, secretHash: secrets.hash(secret), issuedBy: cause.actor.id, now };
        const decision = decideIssueApiKey(liveKeys, input, given);
        if (decision.outcome === 'refused') return decision.refusal;
        await save(decision.events);
        isFirst = true;
        return { apiKeyId: id };
      }),
    );
    if ('type' in result) return result;
    const apiKey = await reads.apiKeys.byId(
      result.apiKeyId,
      reachWithin(cause.actor, input.tenantId),
    );
    if (apiKey === null) return notFound('ApiKey', result.apiKeyId);
    return {
      __typename: 'ApiKeyIssued',
      apiKey,
      secret: isFirst ? writeApiKey(id, secret) : null,
    } as const;
  };
}
