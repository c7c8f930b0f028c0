import { userError } from '@voltpark/kit/graphql/errors';
import { seenVehicle } from '../seen.js';
import type { QueryResolvers } from '../generated/types.js';

export const vehicle: NonNullable<QueryResolvers['vehicle']> = async (
  _root,
  { id, registration },
  { loaders, cause, now },
) => {
  if ((id == null) === (registration == null)) {
    throw userError('Give either the id or the registration of the vehicle.');
  }
  const found =
    id == null
      ? await loaders.vehicleByRegistration.load(registration ?? '')
      : await loaders.vehicle.load(id);
  return seenVehicle(cause.actor, found, now);
};
