import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const leaveChargingQueue: NonNullable<MutationResolvers['leaveChargingQueue']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.leaveChargingQueue(cause, input));
