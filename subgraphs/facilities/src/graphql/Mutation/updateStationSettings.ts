import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { SettingChange } from '../../domain/configuration.js';
import type { MutationResolvers } from '../generated/types.js';
import { givenValue } from '../setting-value.js';

export const updateStationSettings: NonNullable<
  MutationResolvers['updateStationSettings']
> = async (_root, { input: { stationId, facilityId, settings } }, { useCases, cause }) => {
  const changes: SettingChange[] = [];
  for (const [index, { key, value }] of settings.entries()) {
    const given = givenValue(value, `settings.${index}.value`);
    if (given !== null && isRefusal(given)) return answer(given);
    changes.push({ key, given });
  }
  const result = await useCases.updateStationSettings(cause, { stationId, facilityId, changes });
  if (isRefusal(result)) return answer(result);
  return { __typename: 'StationSettingsUpdated', configuration: result.configuration };
};
