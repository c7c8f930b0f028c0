import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { limits } from '../../domain/limits.js';
import type { MutationResolvers } from '../generated/types.js';

export const setServiceLevelObjective: NonNullable<
  MutationResolvers['setServiceLevelObjective']
> = async (_root, { input }, { useCases, cause }) => {
  const result = await useCases.setObjective(cause, {
    ...input,
    windowDays: input.windowDays ?? limits.defaultWindowDays,
  });
  if (isRefusal(result)) return answer(result);
  const serviceLevels = (await useCases.serviceLevels(cause, result.facilityId)) ?? [];
  return { __typename: 'ServiceLevelObjectiveSet', serviceLevels };
};
