import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import type { FacilityChanges } from '../../domain/update-facility.js';
import type { MutationResolvers } from '../generated/types.js';

export const updateFacility: NonNullable<MutationResolvers['updateFacility']> = async (
  _root,
  { input: { facilityId, expectedVersion, ...changes } },
  { useCases, cause, loaders },
) => {
  const result = await useCases.updateFacility(cause, {
    facilityId,
    expectedVersion: expectedVersion ?? undefined,
    changes: given(changes),
  });
  if (isRefusal(result)) return answer(result);
  const facility = await loaded(loaders.facility, result.facilityId);
  return { __typename: 'FacilityUpdated', facility };
};

/** Null means the same as left out: it stays as it is. */
function given(changes: {
  [Name in keyof FacilityChanges]: FacilityChanges[Name] | null | undefined;
}) {
  return Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value != null),
  ) as FacilityChanges;
}
