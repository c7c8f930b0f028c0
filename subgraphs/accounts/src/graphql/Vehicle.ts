import type { VehicleResolvers } from './generated/types.js';
import { pageById } from './paging.js';
import { seenCustomer, seenVehicle } from './seen.js';

export const Vehicle: VehicleResolvers = {
  __resolveReference: async (reference, { loaders, cause, now }) =>
    seenVehicle(
      cause.actor,
      'id' in reference
        ? await loaders.vehicle.load(reference.id)
        : await loaders.vehicleByRegistration.load(reference.registration),
      now,
    ),
  owner: async ({ seenBy, customerId }, _args, { loaders }) =>
    customerId === null ? null : seenCustomer(seenBy, await loaders.customer.load(customerId)),
  transferOffer: ({ offer }) => offer,
  passes: ({ seenBy, id: vehicleId }, { status, ...args }, { useCases }) => {
    const filter = { vehicleId, status: status ?? null };
    return pageById(args, (slice) => useCases.listPasses(seenBy, filter, slice));
  },
};
