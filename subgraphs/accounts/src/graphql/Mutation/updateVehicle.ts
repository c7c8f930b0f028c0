import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const updateVehicle: NonNullable<MutationResolvers['updateVehicle']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.updateVehicle(cause, input));
