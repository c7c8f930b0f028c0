import { accepted, invalidInput, refused, type Decision } from '@voltpark/kit/decision';
import { limits } from './limits.js';
import { nameTaken } from './register-station.js';
import { replanned } from './planned-work.js';
import type { InvalidInput, StationBusy, StationNameTaken, StationRetired } from './refusals.js';
import {
  connection,
  withStatus,
  type Station,
  type StationDetails,
  type StationStatusChanged,
} from './station.js';
import { detailsFault, tidyDetails } from './station-details.js';

/** Other papers of a station: the station as it is afterwards. Nobody else needs to know. */
export function updateStation(
  station: Station,
  change: Partial<StationDetails>,
  known: { readonly now: Date; readonly named: Pick<Station, 'id'> | null },
): Decision<Station, InvalidInput | StationNameTaken | StationRetired> {
  if (station.status === 'RETIRED') return refused(retired(station));
  const details = tidyDetails({ ...station, ...change });
  const fault = detailsFault(details);
  if (fault !== null) return refused(fault);
  const { named } = known;
  if (named !== null && named.id !== station.id) return refused(nameTaken(details.name, named.id));
  return accepted(replanned({ ...station, ...details, updatedAt: known.now }, known.now));
}

/** What staff decide about a station. */
export type ServiceStatus = 'IN_SERVICE' | 'MAINTENANCE' | 'RETIRED';

/**
 * Takes a station out of service or back into it. With sessions on it, it can be closed to others, and not be gone
 * for good. Back in service it is online if it was heard of late.
 */
export function setStationStatus(
  station: Station,
  wanted: { readonly status: ServiceStatus; readonly reason: string | null },
  known: { readonly now: Date; readonly openSessions: number },
): Decision<StationStatusChanged, InvalidInput | StationBusy | StationRetired> {
  const { now, openSessions } = known;
  if ((wanted.reason?.length ?? 0) > limits.reasonCharacters) {
    return refused(
      invalidInput('reason', `A reason has up to ${limits.reasonCharacters} characters.`),
    );
  }
  if (station.status === 'RETIRED') {
    return wanted.status === 'RETIRED' ? accepted() : refused(retired(station));
  }
  if (wanted.status === 'RETIRED' && openSessions > 0) {
    const message = 'Vehicles are charging here.';
    return refused({ type: 'StationBusy', message, openSessions });
  }
  const status = wanted.status === 'IN_SERVICE' ? connection(station, now) : wanted.status;
  const isInService = station.status === 'ONLINE' || station.status === 'OFFLINE';
  if (station.status === status || (wanted.status === 'IN_SERVICE' && isInService)) {
    return accepted();
  }
  // What staff say counts, also against a plan that is being carried out.
  const free = { ...station, workUntil: null };
  return accepted(withStatus(free, status, wanted.reason, now));
}

/** The station spoke: one that was silent is back. */
export function heard(station: Station, now: Date): StationStatusChanged | null {
  if (station.status !== 'OFFLINE') return null;
  return withStatus({ ...station, lastHeardAt: now }, 'ONLINE', 'It speaks again.', now);
}

/** The station has been silent for too long. Vehicles on it may go on charging; it tells later what they took. */
export function silent(station: Station, now: Date): StationStatusChanged | null {
  if (station.status !== 'ONLINE' || connection(station, now) === 'ONLINE') return null;
  return withStatus(station, 'OFFLINE', 'It has been silent for too long.', now);
}

export function retired({ statusSince: since }: Station): StationRetired {
  return { type: 'StationRetired', message: 'The station is gone for good.', since };
}
