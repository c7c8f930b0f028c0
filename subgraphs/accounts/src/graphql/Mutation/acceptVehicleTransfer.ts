import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const acceptVehicleTransfer: NonNullable<
  MutationResolvers['acceptVehicleTransfer']
> = async (_root, { input }, { useCases, cause }) =>
  answer(await useCases.acceptVehicleTransfer(cause, input));
