import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import type { StationDetails } from '../../domain/station.js';
import type { MutationResolvers, UpdateStationInput } from '../generated/types.js';
import { windowsOf } from './registerStation.js';

export const updateStation: NonNullable<MutationResolvers['updateStation']> = async (
  _root,
  { input },
  { useCases, cause, loaders },
) => {
  const { stationId } = input;
  const result = await useCases.updateStation(cause, { stationId, change: changeOf(input) });
  if (isRefusal(result)) return answer(result);
  const station = await loaded(loaders.station, result.stationId);
  return { __typename: 'StationUpdated', station };
};

/** What is left out stays; null takes away what can be without. */
function changeOf(input: UpdateStationInput): Partial<StationDetails> {
  const { name, maintenance } = input;
  const change: { -readonly [Field in keyof StationDetails]?: StationDetails[Field] } = {};
  if (name != null) change.name = name;
  if (maintenance != null) change.maintenance = windowsOf(maintenance);
  for (const field of ['manufacturer', 'model', 'serialNumber', 'warrantyUntil'] as const) {
    const value = input[field];
    if (value !== undefined) change[field] = value;
  }
  return change;
}
