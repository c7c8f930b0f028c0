import { mayWatch } from '../../domain/permission.js';
import type { QueryResolvers } from '../generated/types.js';

export const slot: NonNullable<QueryResolvers['slot']> = async (
  _root,
  { id },
  { loaders, cause },
) => {
  const found = await loaders.slot.load(id);
  return found !== null && mayWatch(cause.actor, found.tenantId) ? found : null;
};
