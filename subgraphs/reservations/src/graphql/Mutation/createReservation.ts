import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';
import { written } from '../shown.js';

export const createReservation: NonNullable<MutationResolvers['createReservation']> = async (
  _root,
  { input },
  context,
) => {
  const result = await context.useCases.createReservation(context.cause, input);
  if (isRefusal(result)) return answer(result);
  return {
    __typename: 'ReservationCreated',
    reservation: await written(context, result.reservationId),
  };
};
