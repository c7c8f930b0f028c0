import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const cancelVehicleTransfer: NonNullable<
  MutationResolvers['cancelVehicleTransfer']
> = async (_root, { input }, { useCases, cause }) =>
  answer(await useCases.cancelVehicleTransfer(cause, input));
