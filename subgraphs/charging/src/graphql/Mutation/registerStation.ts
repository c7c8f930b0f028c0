import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import type { MaintenanceWindow } from '../../domain/station.js';
import type { MaintenanceWindowInput, MutationResolvers } from '../generated/types.js';

export const registerStation: NonNullable<MutationResolvers['registerStation']> = async (
  _root,
  { input },
  { useCases, cause, loaders },
) => {
  const { idempotencyKey, facilityId, name, chargers } = input;
  const result = await useCases.registerStation(cause, {
    idempotencyKey,
    facilityId,
    details: {
      name,
      manufacturer: input.manufacturer ?? null,
      model: input.model ?? null,
      serialNumber: input.serialNumber ?? null,
      warrantyUntil: input.warrantyUntil ?? null,
      maintenance: windowsOf(input.maintenance ?? []),
    },
    chargers: chargers.map(({ label, slotId, level, powerKw, connectors }) => ({
      label: label ?? null,
      slotId: slotId ?? null,
      level,
      powerKw,
      connectors: connectors.map(({ type, powerKw: kilowatts }) => ({
        type,
        powerKw: kilowatts ?? null,
      })),
    })),
  });
  if (isRefusal(result)) return answer(result);
  const station = await loaded(loaders.station, result.stationId);
  return { __typename: 'StationRegistered', station };
};

/** Planned work as the domain has it. */
export const windowsOf = (windows: readonly MaintenanceWindowInput[]): MaintenanceWindow[] =>
  windows.map(({ from, to, note }) => ({ from, to, note: note ?? null }));
