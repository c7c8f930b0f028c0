import type { Tariff } from '@voltpark/contracts';
import { Decimal } from '@voltpark/rating/decimal';
import { correctRecord, endOf } from '../domain/correct-record.js';
import type { Mark } from '../domain/meter-state.js';
import type { MeterReading } from '../domain/meter-reading.js';
import { costOf } from '../domain/progress.js';
import { newStateOf, type SessionMeter } from '../domain/session-meter.js';
import { isOpen, stopOf, type ChargingSession, type FinalSession } from '../domain/session.js';
import {
  needsKept,
  takeIn,
  type Reached,
  type ReadingOutcome,
  type TakenIn,
} from '../domain/take-in.js';
import { periodsOf } from '../domain/trace.js';
import { recordBy, tariffOf } from './final-record.js';
import { goOn } from './go-on.js';
import type { Stores } from './ports.js';

/**
 * Takes readings into one session, carefully: with its row held, in whatever order they come, with all that follows.
 * @returns what became of each reading; null when there is no such session
 */
export async function takeInReadings(
  stores: Stores,
  sessionId: string,
  arrived: readonly MeterReading[],
  now: Date,
): Promise<readonly ReadingOutcome[] | null> {
  const session = await stores.sessions.hold(sessionId);
  if (session === null) return null;
  const meter = await stores.meter.of(session);
  const { taken, kept } = await takenIn(stores, session, meter, arrived);
  if (taken.added.length === 0) return taken.outcomes;
  const before = await stores.meter.marks(sessionId, meter.state);
  const tariff = await tariffOf(stores, session);
  const after = newStateOf(meter, taken);
  await stores.meter.add(sessionId, taken.added, now);
  await stores.meter.save(sessionId, after, taken.fixed, taken.isAnew);
  if (isOpen(session)) {
    const reached = taken.reached ?? costReached({ session, meter, taken, before, kept, tariff });
    await goOn(stores, { session, before: meter, meter: after, tariff, reached, now });
  } else {
    await correct(stores, {
      session,
      meter,
      before,
      after,
      marks: marksOf(before, meter, taken),
      tariff,
    });
  }
  return taken.outcomes;
}

async function takenIn(
  stores: Stores,
  session: ChargingSession,
  { state }: SessionMeter,
  arrived: readonly MeterReading[],
): Promise<{ readonly taken: TakenIn; readonly kept: readonly MeterReading[] | null }> {
  if (!needsKept(state, arrived)) {
    const taken = takeIn(session, state, arrived, null);
    if (taken !== null) return { taken, kept: null };
  }
  const kept = await stores.meter.allReadings(session.id);
  const taken = takeIn(session, state, arrived, kept);
  if (taken === null) throw new Error(`Not even all readings of ${session.id} tell its energy.`);
  return { taken, kept };
}

/** All marks afterwards. */
function marksOf(before: readonly Mark[], meter: SessionMeter, { state, fixed, isAnew }: TakenIn) {
  const marks = isAnew ? fixed : [...before.slice(0, meter.state.fixedMarks), ...fixed];
  return state.mark === null ? marks : [...marks, state.mark];
}

interface Priced {
  readonly session: ChargingSession;
  readonly meter: SessionMeter;
  readonly taken: TakenIn;
  readonly before: readonly Mark[];
  readonly kept: readonly MeterReading[] | null;
  readonly tariff: Tariff | null;
}

/**
 * The first of the new readings with which the session costs what it may cost at most. The price only ever rises with
 * readings that follow each other, so it is found by halves.
 */
function costReached({ session, meter, taken, before, kept, tariff }: Priced): Reached | null {
  const limit = session.targets.costInclTax;
  if (limit === null || !isOpen(session) || stopOf(session) !== null) return null;
  const costs = (by: TakenIn): boolean => {
    const periods = periodsOf(marksOf(before, meter, by), session.startedAt.getTime(), null);
    const cost = costOf(tariff, session.timeZone, periods);
    return cost !== null && new Decimal(cost.inclTax).gte(limit);
  };
  if (!costs(taken)) return null;
  let [below, above] = [0, taken.added.length];
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    const part = takeIn(session, meter.state, taken.added.slice(0, middle), kept);
    if (part !== null && costs(part)) above = middle;
    else below = middle;
  }
  const at = taken.added[above - 1]?.at ?? taken.state.last?.at;
  return at === undefined ? null : { at: new Date(at), reason: 'COST_LIMIT' };
}

interface Late {
  readonly session: FinalSession;
  readonly meter: SessionMeter;
  readonly before: readonly Mark[];
  readonly after: SessionMeter;
  readonly marks: readonly Mark[];
  readonly tariff: Tariff | null;
}

/** What readings of a session that is over change of its record. */
async function correct(stores: Stores, late: Late): Promise<void> {
  const { session, meter, before, after, marks, tariff } = late;
  const endedAt = endOf(session, after.state);
  const earlier = recordBy(session, meter.state, before, tariff, session);
  const record = recordBy(session, after.state, marks, tariff, { ...session, endedAt });
  const began = session.activeSince?.getTime() ?? after.state.activeSince;
  const activeSince = began === null ? null : new Date(began);
  const event = correctRecord({ ...session, activeSince }, earlier, record, endedAt);
  if (event === null) return;
  await stores.sessions.save(event.session);
  await stores.publish([event]);
}
