import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import type { MutationResolvers } from '../generated/types.js';

export const setStationStatus: NonNullable<MutationResolvers['setStationStatus']> = async (
  _root,
  { input: { stationId, status, reason } },
  { useCases, cause, loaders },
) => {
  const wanted = { stationId, status, reason: reason ?? null };
  const result = await useCases.setStationStatus(cause, wanted);
  if (isRefusal(result)) return answer(result);
  const station = await loaded(loaders.station, result.stationId);
  return { __typename: 'StationStatusSet', station };
};
