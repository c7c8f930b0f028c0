import { meterLimits } from './meter-limits.js';
import { isOpen, type ChargingSession } from './session.js';

/** Where an instant lies of a session. */
export type Place = 'WITHIN' | 'BEFORE_START' | 'AFTER_END';

/**
 * Whether a reading of the instant (epoch milliseconds) can be of the session. Clocks of meters and of those who
 * start and end sessions differ, so a little before and after counts as within. A session that ended because its
 * station fell silent ended nobody knows when: what was measured later still belongs to it.
 */
export function placeIn(session: ChargingSession, at: number): Place {
  if (at < session.startedAt.getTime() - meterLimits.beforeStartMs) return 'BEFORE_START';
  if (isOpen(session)) return 'WITHIN';
  const after =
    session.stopReason === 'STATION_OFFLINE' ? meterLimits.silentStationMs : meterLimits.afterEndMs;
  return at > session.endedAt.getTime() + after ? 'AFTER_END' : 'WITHIN';
}

/** What of a session its meter needs. */
export const meteredOf = ({ startedAt, powerW }: ChargingSession) => ({
  startedAt: startedAt.getTime(),
  ratedPowerW: powerW,
});
