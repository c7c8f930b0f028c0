import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';
import { written } from '../shown.js';

export const cancelReservation: NonNullable<MutationResolvers['cancelReservation']> = async (
  _root,
  { input },
  context,
) => {
  const result = await context.useCases.cancelReservation(context.cause, input);
  if (isRefusal(result)) return answer(result);
  return {
    __typename: 'ReservationCancelled',
    reservation: await written(context, result.reservationId),
  };
};
