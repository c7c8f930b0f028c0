import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const recordMeterReadings: NonNullable<MutationResolvers['recordMeterReadings']> = async (
  _root,
  { input },
  { useCases, cause },
) => {
  const result = await useCases.recordMeterReadings(cause, input);
  return isRefusal(result) ? answer(result) : result;
};
