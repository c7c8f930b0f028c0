import { encodeCursor, page, pageRequest } from '@voltpark/kit/graphql/connection';
import { userError } from '@voltpark/kit/graphql/errors';
import { z } from 'zod';
import { rangeFault } from '../domain/telemetry.js';
import { alertPage } from './alert-page.js';
import { durationOf } from './duration.js';
import type { DeviceResolvers, FacilityResolvers, StationResolvers } from './generated/types.js';

const cursor = z.tuple([z.string()]);

export const Device: DeviceResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.device.load(id),
  facility: ({ facilityId }) => ({ id: facilityId }),
  station: ({ stationId }) => (stationId === null ? null : { id: stationId }),
  silentAfter: ({ silentAfterSeconds }) =>
    silentAfterSeconds === null ? null : durationOf(silentAfterSeconds),
  latestTelemetry: ({ id }, _args, { useCases }) => useCases.reads.telemetry.latest(id),
  telemetry: ({ id }, { metric, from, to, resolution }, { useCases }) => {
    const fault = rangeFault(from, to, resolution);
    if (fault !== null) throw userError(fault);
    return useCases.reads.telemetry.range({ deviceId: id, metric, from, to, resolution });
  },
};

export const Facility: FacilityResolvers = {
  __resolveReference: async ({ id }, { loaders }) =>
    (await loaders.facility.load(id)) === null ? null : { id },
  devices: async ({ id }, args, { useCases, reach }) => {
    const { limit, after } = pageRequest(args, cursor);
    const criteria = { facilityId: id, kind: args.kind ?? null, health: args.health ?? null };
    const slice = { limit, after: after?.[0] ?? null };
    const devices = await useCases.reads.devices.find(criteria, slice, reach);
    return page(devices, args, (device) => encodeCursor([device.id]));
  },
  alerts: ({ id }, args, context) => alertPage({ ...args, facilityId: id }, context),
  alertRules: ({ id }, _args, { useCases, reach }) => useCases.reads.alerts.rulesOf([id], reach),
  serviceLevels: ({ id }, _args, { useCases, cause }) => useCases.serviceLevels(cause, id),
};

export const Station: StationResolvers = {
  __resolveReference: async ({ id }, { loaders }) =>
    (await loaders.devicesOf.load(id)).length === 0 ? null : { id },
  devices: ({ id }, _args, { loaders }) => loaders.devicesOf.load(id),
};
