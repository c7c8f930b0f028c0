import type { MeterState } from './meter-state.js';
import type { FinalRecord, FinalSession, SessionCorrected } from './session.js';

/**
 * What readings that came late make of a finished session: nothing, unless energy, state of charge, price or end are
 * others now; then its record in another revision.
 * @param before the record by the readings there were
 */
export function correctRecord(
  session: FinalSession,
  before: FinalRecord,
  after: FinalRecord,
  endedAt: Date,
): SessionCorrected | null {
  const changed = [
    before.energyWh === after.energyWh ? [] : `energy ${before.energyWh} → ${after.energyWh} Wh`,
    before.socPercent === after.socPercent
      ? []
      : `state of charge ${before.socPercent ?? 'unknown'} → ${after.socPercent ?? 'unknown'} %`,
    before.cost?.inclTax === after.cost?.inclTax && before.cost?.exclTax === after.cost?.exclTax
      ? []
      : `price ${before.cost?.inclTax ?? '0'} → ${after.cost?.inclTax ?? '0'} with tax`,
    session.endedAt.getTime() === endedAt.getTime()
      ? []
      : `end ${session.endedAt.toISOString()} → ${endedAt.toISOString()}`,
  ].flat();
  if (changed.length === 0) return null;
  const { version, revision } = session;
  return {
    type: 'SessionCorrected',
    session: { ...session, endedAt, revision: revision + 1, version: version + 1 },
    record: after,
    reason: `Meter readings arrived after the end: ${changed.join(', ')}.`,
  };
}

/** When a session really ended: one that fell silent with its station ended no earlier than it was last measured. */
export function endOf({ endedAt, stopReason }: FinalSession, { last }: MeterState): Date {
  if (stopReason !== 'STATION_OFFLINE' || last === null) return endedAt;
  return new Date(Math.max(endedAt.getTime(), last.at));
}
