import { userError } from '@voltpark/kit/graphql/errors';
import { limits } from '../domain/limits.js';
import type { FacilityResolvers, StationResolvers } from './generated/types.js';
import { priceOf } from './prices.js';

export const Facility: FacilityResolvers = {
  __resolveReference: async ({ id }, { loaders }) =>
    (await loaders.facility.load(id)) === null ? null : { id },
  ratePlan: ({ id: facilityId }, { at }, { loaders, now }) =>
    loaders.planInForce.load({ kind: 'RATE_PLAN', facilityId, stationId: null, at: at ?? now }),
  chargingTariff: ({ id: facilityId }, { at }, { loaders, now }) =>
    loaders.tariffInForce.load({ kind: 'TARIFF', facilityId, stationId: null, at: at ?? now }),
  async parkingPrice({ id: facilityId }, { from, minutes, size, electric }, { loaders, now }) {
    if (minutes < 1 || minutes > limits.mapStayMinutes) {
      throw userError(`\`minutes\` must be between 1 and ${limits.mapStayMinutes}.`);
    }
    const stay = { facilityId, from: from ?? now, minutes, size, isElectric: electric };
    const rating = await loaders.parkingPrice.load(stay);
    return rating === null ? null : priceOf(rating);
  },
};

export const Station: StationResolvers = {
  __resolveReference: async ({ id }, { loaders }) =>
    (await loaders.station.load(id)) === null ? null : { id },
  async tariff({ id }, { at }, { loaders, now }) {
    const station = await loaders.station.load(id);
    if (station === null) return null;
    const { facilityId } = station;
    return loaders.tariffInForce.load({ kind: 'TARIFF', facilityId, stationId: id, at: at ?? now });
  },
};
