import type { QueryResolvers } from '../generated/types.js';

export const facilityByExternalId: NonNullable<QueryResolvers['facilityByExternalId']> = (
  _root,
  { externalId, tenantId },
  { useCases, cause },
) => useCases.facilityByExternalId(cause, externalId, tenantId ?? undefined);
