import type { GraphQLContext } from './context.js';

/** A reservation that was just written. @throws Error when it is not there, which cannot be */
export async function written({ loaders }: Pick<GraphQLContext, 'loaders'>, id: string) {
  const reservation = await loaders.reservation.clear(id).load(id);
  if (reservation === null) throw new Error(`Reservation ${id} was written and is not there.`);
  return reservation;
}
