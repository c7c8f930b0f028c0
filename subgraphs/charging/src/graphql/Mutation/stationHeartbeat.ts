import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import type { MutationResolvers } from '../generated/types.js';

export const stationHeartbeat: NonNullable<MutationResolvers['stationHeartbeat']> = async (
  _root,
  { input: { stationId } },
  { useCases, cause, loaders, now },
) => {
  const result = await useCases.stationHeartbeat(cause, stationId);
  if (isRefusal(result)) return answer(result);
  const station = await loaded(loaders.station, result.stationId);
  return { __typename: 'StationHeard', station, now };
};
