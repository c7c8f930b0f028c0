import { loaded } from '@voltpark/kit/graphql/loaded';
import { worksFor } from '../domain/permission.js';
import type { SlotResolvers } from './generated/types.js';

export const Slot: SlotResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.slot.load(id),
  level: ({ levelId }, _args, { loaders }) => loaded(loaders.level, levelId),
  facility: ({ facilityId }) => ({ id: facilityId }),
  hold: async ({ holdId, tenantId }, _args, { loaders, cause }) =>
    holdId !== null && worksFor(cause.actor, tenantId) ? loaders.hold.load(holdId) : null,
  session: ({ sessionId }, _args, { loaders }) =>
    sessionId === null ? null : loaders.session.load(sessionId),
};
