import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';
import { written } from '../shown.js';

export const changeReservation: NonNullable<MutationResolvers['changeReservation']> = async (
  _root,
  { input },
  context,
) => {
  const result = await context.useCases.changeReservation(context.cause, input);
  if (isRefusal(result)) return answer(result);
  return {
    __typename: 'ReservationChanged',
    reservation: await written(context, result.reservationId),
  };
};
