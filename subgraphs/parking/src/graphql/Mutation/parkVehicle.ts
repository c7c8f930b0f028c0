import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const parkVehicle: NonNullable<MutationResolvers['parkVehicle']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.parkVehicle(cause, input));
