import { isOpen } from '../domain/session.js';
import { settled, type Stay } from '../domain/stay.js';
import type { Stores } from './ports.js';

/** Tells once that no session of the stay, which is held, is open or can follow. */
export async function settleStay(stores: Stores, stay: Stay, now: Date): Promise<void> {
  const sessions = await stores.sessions.holdOfStay(stay.id);
  const event = settled(
    stay,
    sessions.map((session) => ({ id: session.id, isOpen: isOpen(session) })),
    now,
  );
  if (event === null) return;
  await stores.known.saveStay(event.stay);
  await stores.publish([event]);
}
