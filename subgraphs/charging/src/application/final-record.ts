import type { Tariff } from '@voltpark/contracts';
import type { Mark, MeterState } from '../domain/meter-state.js';
import { whOf } from '../domain/meter-reading.js';
import { costOf, liveProgressOf, type LiveProgress } from '../domain/progress.js';
import type { SessionMeter } from '../domain/session-meter.js';
import {
  isOpen,
  type ChargingSession,
  type FinalRecord,
  type Progress,
  type StopReason,
} from '../domain/session.js';
import { energyWhOf, periodsOf, tracedUntil } from '../domain/trace.js';
import type { Stores } from './ports.js';

/** What a session, which is held, came to so far. */
export async function progressOf(stores: Stores, session: ChargingSession): Promise<Progress> {
  const meter = await stores.meter.of(session);
  const marks = await stores.meter.marks(session.id, meter.state);
  const { energyWh, socPercent, cost } = progressBy(
    session,
    meter,
    marks,
    await tariffOf(stores, session),
  );
  return { energyWh, socPercent, cost };
}

/** When and why a session was over. */
interface Ended {
  readonly endedAt: Date;
  readonly stopReason: StopReason;
}

/** The whole record of a session, which is held, that ends now or ended before: what its readings so far say. */
export async function finalRecordOf(
  stores: Stores,
  session: ChargingSession,
  ending: Ended,
): Promise<FinalRecord> {
  const { state } = await stores.meter.of(session);
  const marks = await stores.meter.marks(session.id, state);
  return recordBy(session, state, marks, await tariffOf(stores, session), ending);
}

/**
 * The record by a meter. A session without any energy was a false start: it has no periods, and so neither a flat fee
 * nor an idle one.
 */
export function recordBy(
  { startedAt, timeZone }: ChargingSession,
  state: MeterState,
  marks: readonly Mark[],
  tariff: Tariff | null,
  ending: Ended,
): FinalRecord {
  const periods =
    state.energyMwh === 0 ? [] : periodsOf(marks, startedAt.getTime(), tracedUntil(marks, ending));
  return {
    energyWh: energyWhOf(periods),
    socPercent: state.socPercent,
    cost: costOf(tariff, timeZone, periods),
    periods,
  };
}

/** How a session stands by its meter, with the cost so far: by the trace up to the last mark, and the final rule. */
export function progressBy(
  session: ChargingSession,
  { state, idleSince }: Pick<SessionMeter, 'state' | 'idleSince'>,
  marks: readonly Mark[],
  tariff: Tariff | null,
): LiveProgress {
  const end = isOpen(session) ? null : tracedUntil(marks, session);
  const periods =
    whOf(state.energyMwh) === 0 ? [] : periodsOf(marks, session.startedAt.getTime(), end);
  const cost = costOf(tariff, session.timeZone, periods);
  return liveProgressOf(session, state, cost, idleSince);
}

/** The tariff that a session is priced by; null: charging is free. */
export async function tariffOf(
  { known }: Pick<Stores, 'known'>,
  { tariffVersionId }: ChargingSession,
): Promise<Tariff | null> {
  if (tariffVersionId === null) return null;
  const version = await known.tariff(tariffVersionId);
  if (version === null) throw new Error(`Tariff version ${tariffVersionId} is gone.`);
  return version.tariff;
}

/** Tells at once how a session that is held stands, however lately it was told. */
export async function tellUpdated(
  stores: Stores,
  session: ChargingSession,
  at: Date,
): Promise<void> {
  if (!isOpen(session)) return;
  const meter = await stores.meter.of(session);
  const marks = await stores.meter.marks(session.id, meter.state);
  const progress = progressBy(session, meter, marks, await tariffOf(stores, session));
  const told = {
    ...session,
    estimatedEndAt: estimatedEndOf(session, progress),
    version: session.version + 1,
  };
  await stores.sessions.save(told);
  await stores.meter.save(
    session.id,
    { ...meter, toldAt: at, toldVersion: meter.version },
    [],
    false,
  );
  await stores.publish([{ type: 'SessionUpdated', session: told, progress }]);
}

/** When charging will be over, by the readings; what was estimated before, where they do not say. */
export function estimatedEndOf(
  { estimatedEndAt }: ChargingSession,
  { measuredAt, secondsRemaining }: LiveProgress,
): Date | null {
  if (secondsRemaining === null) return estimatedEndAt;
  return new Date(measuredAt.getTime() + secondsRemaining * 1_000);
}
