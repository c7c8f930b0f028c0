import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import type { MutationResolvers } from '../generated/types.js';

export const setFacilityStatus: NonNullable<MutationResolvers['setFacilityStatus']> = async (
  _root,
  { input: { facilityId, expectedVersion, status, reason } },
  { useCases, cause, loaders },
) => {
  const result = await useCases.setFacilityStatus(cause, {
    facilityId,
    expectedVersion: expectedVersion ?? undefined,
    status,
    reason: reason ?? null,
  });
  if (isRefusal(result)) return answer(result);
  const facility = await loaded(loaders.facility, result.facilityId);
  return { __typename: 'FacilityStatusSet', facility };
};
