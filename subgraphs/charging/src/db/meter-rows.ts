import { newMeter, type SessionMeter } from '../domain/session-meter.js';
import type { ChargingSession } from '../domain/session.js';
import type { ChargingSessionRow } from './generated/client.js';
import { meterFrom } from './meter-json.js';

/** The meter of a session, from its row. */
export function meterOfRow(
  row: Pick<
    ChargingSessionRow,
    'meter' | 'meterVersion' | 'toldMeterVersion' | 'toldAt' | 'idleSince'
  >,
  session: ChargingSession,
): SessionMeter {
  const { meter, meterVersion: version, toldMeterVersion: toldVersion, toldAt, idleSince } = row;
  const columns = { version, toldVersion, toldAt, idleSince };
  return meter === null ? { ...newMeter(session), ...columns } : meterFrom(meter, columns);
}
