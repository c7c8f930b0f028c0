import type { Reaction } from '@voltpark/kit/backbone/reaction';
import type { Facts } from '../domain/facts.js';
import { billingReactions } from './react-billing.js';
import { chargingReactions } from './react-charging.js';
import { facilitiesReactions } from './react-facilities.js';
import { otherReactions } from './react-others.js';
import { parkingReactions } from './react-parking.js';
import { reservationsReactions } from './react-reservations.js';

/** What analytics keeps when something happened elsewhere: facts, and nothing else. */
export function reactions<Tx>(factsIn: (tx: Tx) => Facts): Reaction<Tx>[] {
  return [
    ...facilitiesReactions(factsIn),
    ...parkingReactions(factsIn),
    ...chargingReactions(factsIn),
    ...billingReactions(factsIn),
    ...reservationsReactions(factsIn),
    ...otherReactions(factsIn),
  ];
}

/** The same reactions; they note whose figures may have changed. */
export function touching<Tx>(
  all: readonly Reaction<Tx>[],
  touched: { add(facilityId: string): void },
): Reaction<Tx>[] {
  return all.map((reaction) => ({
    ...reaction,
    async handle(event, tx) {
      await reaction.handle(event, tx);
      const { facilityId } = event.data as { readonly facilityId?: string | null };
      if (facilityId != null) touched.add(facilityId);
    },
  }));
}
