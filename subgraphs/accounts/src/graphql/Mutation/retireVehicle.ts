import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const retireVehicle: NonNullable<MutationResolvers['retireVehicle']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.retireVehicle(cause, input));
