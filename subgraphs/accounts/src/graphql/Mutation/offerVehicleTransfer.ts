import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const offerVehicleTransfer: NonNullable<MutationResolvers['offerVehicleTransfer']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.offerVehicleTransfer(cause, input));
