import type { Reaction } from '@voltpark/kit/backbone/reaction';
import type { Clock } from '@voltpark/kit/clock';
import type { Stores } from '../application/ports.js';
import { knownReactions } from './react-known.js';
import { queueReactions } from './react-queue.js';
import { stayReactions } from './react-stay.js';

/** What reactions work with: the stores within the inbox's transaction, the time, new ids. */
export interface Reacting<Tx> {
  readonly storesIn: (tx: Tx) => Stores;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** What this context does when something happened elsewhere. */
export function reactions<Tx>(reacting: Reacting<Tx>): Reaction<Tx>[] {
  return [...knownReactions(reacting), ...stayReactions(reacting), ...queueReactions(reacting)];
}
