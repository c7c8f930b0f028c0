import type { ChargingSession, FinalRecord, Progress, StopReason } from '../domain/session.js';
import type { Stores } from './ports.js';

/** What a session came to so far. */
export async function progressOf(_stores: Stores, _session: ChargingSession): Promise<Progress> {
  return { energyWh: 0, socPercent: null, cost: null };
}

/** The whole record of a session that ends now, or ended before. */
export async function finalRecordOf(
  stores: Stores,
  session: ChargingSession,
  _end: { readonly endedAt: Date; readonly stopReason: StopReason },
): Promise<FinalRecord> {
  return { ...(await progressOf(stores, session)), periods: [] };
}

/** Tells at once how a session stands. */
export async function tellUpdated(
  _stores: Stores,
  _session: ChargingSession,
  _at: Date,
): Promise<void> {}
