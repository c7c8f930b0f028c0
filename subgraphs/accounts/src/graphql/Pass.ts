import { seesPass } from '../application/read-passes.js';
import type { PassProductResolvers, PassResolvers } from './generated/types.js';
import { seenCustomer, seenVehicle } from './seen.js';

const facilitiesOf = (of: { readonly facilityIds: readonly string[] }) =>
  of.facilityIds.map((id) => ({ id }));

export const PassProduct: PassProductResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.passProduct.load(id),
  tenant: ({ tenantId }) => ({ id: tenantId }),
  isForAllFacilities: ({ facilityIds }) => facilityIds.length === 0,
  facilities: facilitiesOf,
  taxPercent: ({ price }) => price.taxPercent,
};

export const Pass: PassResolvers = {
  __resolveReference: async ({ id }, { loaders, cause }) => {
    const pass = await loaders.pass.load(id);
    return pass !== null && seesPass(cause.actor, pass) ? pass : null;
  },
  product: ({ productId }, _args, { loaders }) => loaders.passProduct.load(productId),
  holder: async ({ customerId }, _args, { loaders, cause }) =>
    seenCustomer(cause.actor, await loaders.customer.load(customerId)),
  vehicle: async ({ vehicleId }, _args, { loaders, cause, now }) =>
    seenVehicle(cause.actor, await loaders.vehicle.load(vehicleId), now),
  isForAllFacilities: ({ facilityIds }) => facilityIds.length === 0,
  facilities: facilitiesOf,
  taxPercent: ({ price }) => price.taxPercent,
  activatedAt: (pass) => (pass.status === 'PENDING' ? null : pass.activatedAt),
  cancelledAt: (pass) => (pass.status === 'CANCELLED' ? pass.cancelledAt : null),
  cancelReason: (pass) => (pass.status === 'CANCELLED' ? pass.cancelReason : null),
};
