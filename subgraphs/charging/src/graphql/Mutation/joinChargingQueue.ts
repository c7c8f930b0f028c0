import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const joinChargingQueue: NonNullable<MutationResolvers['joinChargingQueue']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.joinChargingQueue(cause, input));
