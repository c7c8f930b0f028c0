import { notFound } from '@voltpark/kit/decision';
import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const settleStay: NonNullable<MutationResolvers['settleStay']> = (_root, { input }) =>
  answer(notFound('ParkingSession', input.parkingSessionId ?? input.registration ?? ''));
