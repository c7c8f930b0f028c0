import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';
import { written } from '../shown.js';

export const confirmReservation: NonNullable<MutationResolvers['confirmReservation']> = async (
  _root,
  { input },
  context,
) => {
  const result = await context.useCases.confirmReservation(context.cause, input);
  if (isRefusal(result)) return answer(result);
  return {
    __typename: 'ReservationConfirmed',
    reservation: await written(context, result.reservationId),
  };
};
