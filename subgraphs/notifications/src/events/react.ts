import type { Reaction } from '@voltpark/kit/backbone/reaction';
import { accountsReactions, facilitiesReactions } from './react-accounts.js';
import { billingReactions } from './react-billing.js';
import { operationsReactions, reservationReactions } from './react-planning.js';
import { chargingReactions, parkingReactions } from './react-driving.js';
import type { Reacting } from './reacting.js';

/**
 * What this context does when something happened elsewhere: it keeps how people are reached and what places are
 * called, and makes notices. Nothing depends on the order in which things are heard.
 */
export function reactions<Tx>(given: Reacting<Tx>): Reaction<Tx>[] {
  return [
    ...accountsReactions(given),
    ...facilitiesReactions(given),
    ...parkingReactions(given),
    ...chargingReactions(given),
    ...billingReactions(given),
    ...reservationReactions(given),
    ...operationsReactions(given),
  ];
}
