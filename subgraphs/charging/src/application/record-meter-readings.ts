import { invalidInput } from '@voltpark/kit/decision';
import { meterLimits } from '../domain/meter-limits.js';
import {
  messageOf,
  readingOf,
  type MeterReading,
  type ReadingRejection,
  type ReportedReading,
} from '../domain/meter-reading.js';
import type { ReadingOutcome } from '../domain/take-in.js';
import { hearStations } from './hear-stations.js';
import { keepAside, type Unplaced } from './kept-aside.js';
import { nameKey, type AsideReason, type Metering, type SessionName } from './meter-ports.js';
import type { Cause, Ports } from './ports.js';
import { reaches, reachOf } from '@voltpark/kit/reach';
import { takeInOrder } from './take-in-order.js';
import { takeInReadings } from './take-in-readings.js';

/** A reading as a device tells it, with the session that it is of. */
export interface MeterReadingInput extends ReportedReading {
  readonly sessionId?: string | null | undefined;
  readonly connectorId?: string | null | undefined;
  readonly transactionId?: string | null | undefined;
}

/** A reading that was not taken in just so. */
export interface ReadingException {
  /** Place in the input, from 0. */
  readonly index: number;
  readonly outcome: 'DUPLICATE' | 'KEPT_ASIDE' | 'REJECTED';
  readonly reason: ReadingRejection | AsideReason | null;
  readonly message: string;
}

/** Readings of one session by their places in the input. */
export interface Arrived {
  readonly readings: MeterReading[];
  readonly indices: number[];
}

/** Takes in what meters say. One bad reading does not take the others with it. */
export function recordMeterReadings(ports: Ports) {
  const hear = hearStations(ports);
  return async (cause: Cause, input: { readonly readings: readonly MeterReadingInput[] }) => {
    const { readings } = input;
    if (readings.length === 0 || readings.length > meterLimits.readingsPerBatch) {
      return invalidInput('readings', `Between 1 and ${meterLimits.readingsPerBatch} readings.`);
    }
    const now = ports.clock.now();
    const sorted = await sortOut(ports, readings, now);
    const { placed, exceptions } = sorted;
    const meterings = await ports.meters.load([...placed.keys()]);
    const known = new Map<string, Arrived>();
    const unplaced: Unplaced[] = [...sorted.unplaced];
    for (const [id, arrived] of placed) {
      const metering = meterings.get(id);
      // What belongs to others is unknown: the difference would tell that it exists.
      if (metering !== undefined && reaches(reachOf(cause.actor), metering.session.tenantId)) {
        known.set(id, arrived);
      } else {
        unplaced.push(...unknownOf(id, arrived, readings));
      }
    }
    const left = await takeInOrder(ports, cause, known, meterings, now);
    await inTurns([...left], meterLimits.carefulAtOnce, async ([id, arrived]) => {
      const outcomes = await ports.transact(cause, (stores) =>
        takeInReadings(stores, id, arrived.readings, now),
      );
      for (const [place, outcome] of outcomes?.entries() ?? []) {
        const of = { arrived, place, metering: meterings.get(id) };
        note(outcome, of, exceptions, unplaced);
      }
    });
    exceptions.push(...(await keepAside(ports, cause, unplaced, now)));
    await hear(cause, stationsOf(known.keys(), meterings), now);
    return summary(readings.length, exceptions);
  };
}

/** Works on all of them, so many at a time. */
async function inTurns<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}

/** Valid readings by session, those that name a session which is unknown, and those that are none. */
async function sortOut(ports: Ports, readings: readonly MeterReadingInput[], now: Date) {
  const placed = new Map<string, Arrived>();
  const exceptions: ReadingException[] = [];
  const unplaced: Unplaced[] = [];
  const named: {
    readonly index: number;
    readonly reading: MeterReading;
    readonly name: SessionName;
  }[] = [];
  const place = (sessionId: string, index: number, reading: MeterReading) => {
    const arrived = placed.get(sessionId);
    if (arrived === undefined) {
      placed.set(sessionId, { readings: [reading], indices: [index] });
      return;
    }
    arrived.readings.push(reading);
    arrived.indices.push(index);
  };
  for (const [index, input] of readings.entries()) {
    const reading = isNamed(input) ? readingOf(input, now) : 'UNNAMED';
    if (typeof reading === 'string') exceptions.push(rejected(index, reading));
    else if (input.sessionId != null) place(input.sessionId, index, reading);
    else named.push({ index, reading, name: nameOf(input) });
  }
  if (named.length > 0) {
    const names = new Map(named.map(({ name }) => [nameKey(name), name]));
    const found = await ports.meters.named([...names.values()]);
    for (const { index, reading, name } of named) {
      const sessionId = found.get(nameKey(name));
      if (sessionId === undefined) {
        unplaced.push({ index, reading, sessionId: '', ...name, reason: 'UNKNOWN_SESSION' });
      } else place(sessionId, index, reading);
    }
  }
  return { placed, exceptions, unplaced };
}

function isNamed({ sessionId, connectorId, transactionId }: MeterReadingInput): boolean {
  const isShort = (name: string | null | undefined) =>
    name == null ||
    (name.length > 0 && name.length <= meterLimits.transactionIdLength && !name.includes('\0'));
  const isAny = sessionId != null || connectorId != null;
  return isAny && isShort(sessionId) && isShort(connectorId) && isShort(transactionId);
}

const nameOf = ({ connectorId, transactionId }: MeterReadingInput): SessionName => ({
  connectorId: connectorId ?? '',
  transactionId: transactionId ?? '',
});

function unknownOf(
  sessionId: string,
  { readings, indices }: Arrived,
  inputs: readonly MeterReadingInput[],
): Unplaced[] {
  return readings.map((reading, place) => {
    const index = indices[place] ?? 0;
    const name = nameOf(inputs[index] ?? { at: new Date(reading.at) });
    return { index, reading, sessionId, ...name, reason: 'UNKNOWN_SESSION' };
  });
}

const rejected = (index: number, reason: ReadingRejection): ReadingException => ({
  index,
  outcome: 'REJECTED',
  reason,
  message: messageOf(reason),
});

interface Noted {
  readonly arrived: Arrived;
  readonly place: number;
  readonly metering: Metering | undefined;
}

function note(
  outcome: ReadingOutcome,
  { arrived, place, metering }: Noted,
  exceptions: ReadingException[],
  unplaced: Unplaced[],
): void {
  const index = arrived.indices[place] ?? 0;
  const reading = arrived.readings[place];
  switch (outcome) {
    case 'ACCEPTED':
      return;
    case 'DUPLICATE': {
      const message = 'It was taken in before.';
      exceptions.push({ index, outcome, reason: null, message });
      return;
    }
    case 'CONTRADICTS_EARLIER':
    case 'TOO_MANY':
      exceptions.push(rejected(index, outcome));
      return;
    case 'BEFORE_START':
    case 'AFTER_END': {
      if (reading === undefined || metering === undefined) return;
      const { id: sessionId, connectorId } = metering.session;
      const name = { sessionId, connectorId, transactionId: '' };
      unplaced.push({ index, reading, ...name, reason: outcome });
    }
  }
}

/** A station whose meters speak is there. */
function* stationsOf(ids: Iterable<string>, meterings: ReadonlyMap<string, Metering>) {
  for (const id of ids) {
    const metering = meterings.get(id);
    if (metering !== undefined) yield metering.session.stationId;
  }
}

function summary(count: number, exceptions: readonly ReadingException[]) {
  const of = (outcome: ReadingException['outcome']) =>
    exceptions.filter((exception) => exception.outcome === outcome).length;
  return {
    __typename: 'MeterReadingsRecorded' as const,
    acceptedCount: count - exceptions.length,
    duplicateCount: of('DUPLICATE'),
    keptAsideCount: of('KEPT_ASIDE'),
    rejectedCount: of('REJECTED'),
    exceptions: exceptions.toSorted((a, b) => a.index - b.index),
  };
}
