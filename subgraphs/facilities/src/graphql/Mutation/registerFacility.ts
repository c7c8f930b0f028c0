import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import type { FacilityDetails } from '../../domain/facility.js';
import type { MutationResolvers, RegisterFacilityInput } from '../generated/types.js';

export const registerFacility: NonNullable<MutationResolvers['registerFacility']> = async (
  _root,
  { input: { idempotencyKey, tenantId, ...input } },
  { useCases, cause, loaders },
) => {
  const result = await useCases.registerFacility(cause, {
    idempotencyKey,
    tenantId: tenantId ?? null,
    details: detailsOf(input),
  });
  if (isRefusal(result)) return answer(result);
  const facility = await loaded(loaders.facility, result.facilityId);
  return { __typename: 'FacilityRegistered', facility };
};

/** The schema's defaults once more, as its types do not know that they are always filled in. */
function detailsOf(
  input: Omit<RegisterFacilityInput, 'idempotencyKey' | 'tenantId'>,
): FacilityDetails {
  return {
    ...input,
    externalId: input.externalId ?? null,
    openingPeriods: input.openingPeriods ?? [],
    specialDays: input.specialDays ?? [],
    pricingStrategy: input.pricingStrategy ?? 'BASIC',
    evPolicy: input.evPolicy ?? 'STRICT',
  };
}
