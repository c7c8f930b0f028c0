import type { TenantResolvers } from './generated/types.js';

export const Tenant: TenantResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.tenant.load(id),
};
