import type { ForgottenClosed } from '../domain/close-forgotten-session.js';
import type { Stores } from './ports.js';

/** Saves an exit that staff made: the stay that ended, its slot, and the record of who opened and why. */
export async function saveExit(stores: Stores, exit: ForgottenClosed): Promise<void> {
  await stores.saveSession(exit.session);
  await stores.saveSlot(exit.slot);
  await stores.saveOccupancy(exit.occupancy);
  for (const event of exit.events) {
    if (event.type === 'SessionCorrected') await stores.saveCorrection(event);
  }
  await stores.publish(exit.events);
}
