import type { Reaction } from '@voltpark/kit/backbone/reaction';
import type { TakingIn } from '../application/take-in.js';
import { accountsReactions } from './react-accounts.js';
import { chargingReactions } from './react-charging.js';
import { facilitiesReactions } from './react-facilities.js';
import { parkingReactions } from './react-parking.js';
import { pricingReactions } from './react-pricing.js';
import { reservationsReactions } from './react-reservations.js';

/**
 * What this context does when something happened elsewhere: it keeps what it heard, in its own words, and notes which
 * visits to look at. So nothing depends on the order in which things are heard.
 * @param takingIn what to keep it with, within the inbox's transaction
 */
export function reactions<Tx>(takingIn: (tx: Tx) => TakingIn): Reaction<Tx>[] {
  return [
    ...parkingReactions(takingIn),
    ...chargingReactions(takingIn),
    ...pricingReactions(takingIn),
    ...facilitiesReactions(takingIn),
    ...accountsReactions(takingIn),
    ...reservationsReactions(takingIn),
  ];
}
