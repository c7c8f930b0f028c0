import {
  connection,
  withStatus,
  type MaintenanceWindow,
  type Station,
  type StationStatusChanged,
} from './station.js';

/** The first planned work that has had no effect yet. */
function next({ maintenance, workDoneTo }: Station): MaintenanceWindow | null {
  return maintenance.find(({ from }) => workDoneTo === null || from > workDoneTo) ?? null;
}

/** When the plan next has an effect; null where nothing is planned. */
export function workDueAt(station: Station): Date | null {
  if (station.status === 'RETIRED') return null;
  return station.workUntil ?? next(station)?.from ?? null;
}

/**
 * What the plan makes of a station: work that begins takes it out of service, its end puts it back. A station that
 * staff took out of service stays so, and work that was over before anybody looked has no effect.
 * @returns the station afterwards, and the event where its status is another
 */
export function followPlan(
  station: Station,
  now: Date,
): { readonly station: Station; readonly events: readonly StationStatusChanged[] } {
  const { workUntil, status } = station;
  if (workUntil !== null) {
    if (workUntil > now) return { station, events: [] };
    const free = { ...station, workUntil: null };
    return told(withStatus(free, connection(free, now), 'The planned work is over.', now));
  }
  const work = next(station);
  if (work === null || work.from > now || status === 'RETIRED') return { station, events: [] };
  const begun = { ...station, workDoneTo: work.from };
  const isInService = status === 'ONLINE' || status === 'OFFLINE';
  if (work.to <= now || !isInService) return { station: begun, events: [] };
  const reason = work.note ?? 'Planned work.';
  return told(withStatus({ ...begun, workUntil: work.to }, 'MAINTENANCE', reason, now));
}

const told = (event: StationStatusChanged) => ({ station: event.station, events: [event] });

/** A station whose plan is another: work that goes on ends when the new plan says, or at once if that has none. */
export function replanned(station: Station, now: Date): Station {
  if (station.workUntil === null) return station;
  const work = station.maintenance.find(
    ({ from }) => from.getTime() === station.workDoneTo?.getTime(),
  );
  return { ...station, workUntil: work?.to ?? now };
}
