import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const ingestTelemetry: NonNullable<MutationResolvers['ingestTelemetry']> = async (
  _root,
  { input },
  { useCases, cause },
) => {
  const result = await useCases.ingestTelemetry(cause, input.readings);
  return isRefusal(result) ? answer(result) : { __typename: 'TelemetryIngested', ...result };
};
