import { newId } from '@voltpark/kit/ids';
import type { Person } from '../person.js';
import { playSession, registrationOf, type Pace, type Played } from './play.js';
import type { RecordedSession } from './sessions-file.js';
import type { Site } from './site.js';

/** A session that could not be played, and why. */
export interface Failed {
  readonly recorded: RecordedSession;
  readonly reason: string;
}

/**
 * Plays sessions one after the other at each place of a site, all places at once: a place takes the next session of
 * the file as soon as it is free.
 * @param progressed called after each session
 */
export async function replaySessions(
  device: Person,
  site: Site,
  sessions: readonly RecordedSession[],
  pace: Pace,
  signal: AbortSignal,
  progressed: (played: number, failed: number) => void,
): Promise<{ played: Played[]; failed: Failed[] }> {
  const waiting = sessions.values();
  const played: Played[] = [];
  const failed: Failed[] = [];
  const busy = site.bays.map(async (bay) => {
    for (const recorded of waiting) {
      if (signal.aborted) return;
      try {
        played.push(await playSession(device, site, bay, recorded, pace, signal));
      } catch (error) {
        failed.push({ recorded, reason: error instanceof Error ? error.message : String(error) });
        // A place at which a vehicle got stuck takes no other one.
        if (!(await cleared(device, site, recorded))) return;
      }
      progressed(played.length, failed.length);
    }
  });
  await Promise.all(busy);
  return { played, failed };
}

/** Lets a vehicle out whose session broke off. False when it could not be. */
async function cleared(device: Person, site: Site, recorded: RecordedSession): Promise<boolean> {
  const registration = registrationOf(site, recorded);
  const left = await device
    .try('leave', { registration, idempotencyKey: newId() })
    .catch(() => undefined);
  return left?.__typename === 'VehicleLeft' || left?.__typename === 'NotParked';
}
