import type { MeterReading } from '../domain/meter-reading.js';
import { activated, isDue, isSilent, newStateOf, signalsOf } from '../domain/session-meter.js';
import { isOpen, stopOf, type OpenSession } from '../domain/session.js';
import { needsKept, takeIn, type TakenIn } from '../domain/take-in.js';
import { estimatedEndOf, progressBy } from './final-record.js';
import type { MeterChange, Metering } from './meter-ports.js';
import type { Cause, Ports } from './ports.js';
import type { Arrived } from './record-meter-readings.js';

/** What most readings are, decided and not written yet. */
interface Easy {
  readonly metering: Metering;
  /** The session afterwards: charging, where the first energy flowed. */
  readonly session: OpenSession;
  readonly taken: TakenIn;
  readonly isTold: boolean;
}

/**
 * The hot path: readings of open sessions that follow all others, and of which nothing follows but another number or
 * that charging began.
 * All sessions of a batch are written by one statement; nothing is held meanwhile.
 * @returns what has to be taken in carefully: everything else, and what changed under our hands
 */
export async function takeInOrder(
  { meters }: Pick<Ports, 'meters'>,
  cause: Cause,
  arrived: ReadonlyMap<string, Arrived>,
  meterings: ReadonlyMap<string, Metering>,
  now: Date,
): Promise<ReadonlyMap<string, Arrived>> {
  const easy: Easy[] = [];
  for (const [id, { readings }] of arrived) {
    const metering = meterings.get(id);
    const one = metering === undefined ? null : easilyTaken(metering, readings, now);
    if (one !== null) easy.push(one);
  }
  const done = await write(meters, cause, easy, now);
  return new Map([...arrived].filter(([id]) => !done.has(id)));
}

/**
 * Tells of sessions how they stand by readings that were held back, all by one statement.
 * @returns ids of those that were told of; others have changed meanwhile, or something else is to be told of them
 */
export async function tellAll(
  meters: Ports['meters'],
  cause: Cause,
  meterings: ReadonlyMap<string, Metering>,
  now: Date,
): Promise<ReadonlySet<string>> {
  const easy = [...meterings.values()].flatMap((metering): Easy[] => {
    const { session, meter } = metering;
    const { state } = meter;
    const isBehind = meter.version > meter.toldVersion;
    if (!isOpen(session) || !isBehind || !isDue(meter, now)) return [];
    if (!isSilent(signalsOf(session, meter, state))) return [];
    const taken = { outcomes: [], added: [], fixed: [], isAnew: false, reached: null, state };
    return [{ metering, session, taken, isTold: true }];
  });
  return write(meters, cause, easy, now);
}

/** Writes all of them by one statement. */
async function write(
  meters: Ports['meters'],
  cause: Cause,
  easy: readonly Easy[],
  now: Date,
): Promise<ReadonlySet<string>> {
  // In one order, so that two batches do not wait for each other.
  const inOrder = easy.toSorted((a, b) => (a.metering.session.id < b.metering.session.id ? -1 : 1));
  return meters.act(cause, await changesOf(meters, inOrder, now), now);
}

/** What the readings make of the session, if that is nothing but another number, or the first energy. */
function easilyTaken(
  metering: Metering,
  readings: readonly MeterReading[],
  now: Date,
): Easy | null {
  const { session, meter } = metering;
  if (!isOpen(session) || needsKept(meter.state, readings)) return null;
  // Whether it costs too much by now is a matter of its whole trace.
  if (session.targets.costInclTax !== null && stopOf(session) === null) return null;
  const taken = takeIn(session, meter.state, readings, null);
  if (taken === null || taken.added.length < readings.length || taken.reached !== null) return null;
  const signals = signalsOf(session, meter, taken.state);
  if (!isSilent({ ...signals, activeSince: null })) return null;
  const isTold = signals.activeSince !== null || isDue(meter, now);
  return { metering, session: activated(session, signals), taken, isTold };
}

async function changesOf(
  meters: Ports['meters'],
  easy: readonly Easy[],
  now: Date,
): Promise<MeterChange[]> {
  const told = easy.filter(({ isTold }) => isTold);
  const marks = await meters.marks(told.map(({ metering }) => metering));
  const changes: MeterChange[] = [];
  for (const { metering, session, taken, isTold } of easy) {
    const { added, fixed, state } = taken;
    const activeSince =
      session.status === 'ACTIVE' && metering.session.status === 'PENDING'
        ? session.activeSince
        : null;
    const meter = newStateOf(metering.meter, taken);
    if (!isTold) {
      changes.push({ metering, meter, added, fixed, activeSince, told: null });
      continue;
    }
    const before = (marks.get(session.id) ?? []).slice(0, metering.meter.state.fixedMarks);
    const all = [...before, ...fixed, ...(state.mark === null ? [] : [state.mark])];
    const { tariffVersionId } = session;
    const tariff = tariffVersionId === null ? null : await meters.tariff(tariffVersionId);
    const progress = progressBy(session, meter, all, tariff);
    const after = {
      ...session,
      estimatedEndAt: estimatedEndOf(session, progress),
      version: session.version + 1,
    };
    const event = { type: 'SessionUpdated' as const, session: after, progress };
    const toldMeter = { ...meter, toldAt: now, toldVersion: meter.version };
    const told = { event, session: after };
    changes.push({ metering, meter: toldMeter, added, fixed, activeSince, told });
  }
  return changes;
}
