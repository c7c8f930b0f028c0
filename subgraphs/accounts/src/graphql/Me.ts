import type { MeResolvers } from './generated/types.js';
import { pageById } from './paging.js';
import { seenCustomer } from './seen.js';

export const Me: MeResolvers = {
  id: ({ actor }) => actor.id,
  kind: ({ actor }) => (actor.kind === 'API_KEY' ? 'API_KEY' : 'PERSON'),
  roles: ({ actor }) => actor.roles,
  scopes: ({ actor }) => actor.scopes,
  tenantId: ({ actor }) => actor.tenantId,
  customer: async ({ actor }, _args, { loaders }) =>
    actor.customerId === null
      ? null
      : seenCustomer(actor, await loaders.customer.load(actor.customerId)),
  consents: ({ actor }, _args, { useCases }) =>
    actor.customerId === null ? null : useCases.readConsents(actor.customerId),
  preferences: ({ actor }, _args, { useCases }) =>
    actor.customerId === null ? null : useCases.readPreferences(actor.customerId),
  passes: ({ actor }, { status, ...args }, { useCases }) => {
    const { customerId } = actor;
    if (customerId === null) return null;
    const filter = { customerId, status: status ?? null };
    return pageById(args, (slice) => useCases.listPasses(actor, filter, slice));
  },
};
