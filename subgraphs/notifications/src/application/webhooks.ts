import { invalidInput, notFound, notPermitted } from '@voltpark/kit/decision';
import type { NoticeKind } from '../domain/kinds.js';
import { limits } from '../domain/limits.js';
import type { Cause, Endpoint, Ports } from './ports.js';

/** Endpoints of the tenant of the one who asks. */
export function readWebhooks({ reads }: Ports) {
  return ({ actor }: Cause): Promise<Endpoint[]> =>
    actor.tenantId === null ? Promise.resolve([]) : reads.endpoints.ofTenant(actor.tenantId);
}

/** Adds an endpoint; the secret is made here and told once. */
export function addWebhook(
  { transact, newId, clock, outlets }: Ports,
  randomKey: () => Uint8Array,
) {
  return (
    cause: Cause,
    { url, kinds }: { readonly url: string; readonly kinds: readonly NoticeKind[] },
  ) =>
    transact(cause, async ({ endpoints, endpointStore }) => {
      const { tenantId } = cause.actor;
      if (tenantId === null) return notPermitted('Endpoints belong to a tenant.');
      const fault = outlets.WEBHOOK.urlFault(url);
      if (fault !== null) return invalidInput('url', fault);
      if ((await endpoints.ofTenant(tenantId)).length >= limits.webhooks) {
        return invalidInput('url', `A tenant has at most ${limits.webhooks} endpoints.`);
      }
      const endpoint: Endpoint = {
        ...{ id: newId(), tenantId, url, kinds: [...new Set(kinds)] },
        ...{ secret: randomKey(), createdAt: clock.now() },
      };
      await endpointStore.add(endpoint);
      const secret = `whsec_${Buffer.from(endpoint.secret).toString('base64')}`;
      return { webhook: endpoint, secret };
    });
}

/** Takes an endpoint off. */
export function removeWebhook({ transact, clock }: Ports) {
  return (cause: Cause, id: string) =>
    transact(cause, async ({ endpointStore }) => {
      const { tenantId } = cause.actor;
      const removed =
        tenantId === null ? null : await endpointStore.remove(id, tenantId, clock.now());
      return removed === null ? notFound('NotificationWebhook', id) : { webhook: removed };
    });
}
