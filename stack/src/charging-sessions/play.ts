import { newId } from '@voltpark/kit/ids';
import { setTimeout as wait } from 'node:timers/promises';
import { limits } from '../limits.js';
import { textAt, type Person } from '../person.js';
import { curveOf } from './curve.js';
import type { RecordedSession } from './sessions-file.js';
import type { Bay, Site } from './site.js';

/** A session that was played: where to find it. */
export interface Played {
  readonly recorded: RecordedSession;
  readonly sessionId: string;
  readonly parkingSessionId: string;
  readonly readings: number;
}

/** How the devices' clock goes. */
export interface Pace {
  /** Seconds of a session a second; Infinity: as fast as it goes. */
  readonly speed: number;
  /** A reading every so many seconds of the session. */
  readonly stepSeconds: number;
}

/** The vehicle of a session; another one in each run. */
export const registrationOf = ({ plates }: Site, { session }: RecordedSession): string =>
  `${plates}${session}`;

/** A session under way. */
interface Course {
  readonly device: Person;
  readonly recorded: RecordedSession;
  readonly registration: string;
  readonly pace: Pace;
  readonly begunAt: number;
  /** The devices' clock at a second of the session. */
  readonly clock: (second: number) => string;
}

/**
 * Plays a recorded session as gate and charger would tell it: the vehicle parks, charges with a reading a minute, is
 * unplugged and leaves. The devices' clock is behind by what the stay is longer than its playing, so that it is the
 * present when the vehicle leaves, and stay, energy and state of charge are those of the record.
 * @throws VoltparkError when a step is refused
 */
export async function playSession(
  device: Person,
  site: Site,
  bay: Bay,
  recorded: RecordedSession,
  pace: Pace,
  signal: AbortSignal,
): Promise<Played> {
  const begunAt = Date.now();
  const arrival = begunAt - recorded.staySeconds * 1_000 * (1 - 1 / pace.speed);
  const clock = (second: number) => new Date(arrival + second * 1_000).toISOString();
  const registration = registrationOf(site, recorded);
  const course: Course = { device, recorded, registration, pace, begunAt, clock };
  const { parkingSessionId, sessionId } = await plugIn(course, site.facilityId, bay);
  const readings = await charge(course, sessionId, signal);
  const end = { at: clock(recorded.staySeconds) };
  await device.do(
    'stopCharging',
    {
      ...end,
      sessionId,
      reason: 'UNPLUGGED',
      meterWh: recorded.energyWh,
      idempotencyKey: newId(),
    },
    '... on ChargingStopped { session { id } }',
  );
  await device.do('leave', { ...end, sessionId: parkingSessionId, idempotencyKey: newId() }, '');
  return { recorded, sessionId, parkingSessionId, readings };
}

async function plugIn(
  { device, recorded, registration, clock }: Course,
  facilityId: string,
  bay: Bay,
) {
  const parked = await device.do(
    'parkVehicle',
    {
      facilityId,
      registration,
      slotId: bay.slotId,
      size: 'STANDARD',
      isElectric: true,
      at: clock(0),
      idempotencyKey: newId(),
    },
    '... on VehicleParked { session { id } }',
    ['NotFound'],
  );
  const parkingSessionId = textAt(parked, 'session', 'id');
  const started = await device.do(
    'startCharging',
    {
      connectorId: bay.connectors[recorded.connector],
      parkingSessionId,
      socPercent: recorded.socAtArrival,
      transactionId: `replay-${recorded.session}`,
      at: clock(0),
      idempotencyKey: newId(),
    },
    '... on ChargingStarted { session { id } }',
    // Charging hears of the arrival, and of the departure before it, a moment after parking.
    ['VehicleNotParked', 'ConnectorOccupied', 'ConnectorUnavailable'],
  );
  return { parkingSessionId, sessionId: textAt(started, 'session', 'id') };
}

/** Sends the readings as they become due. Returns how many. */
async function charge(
  { device, recorded, pace, begunAt, clock }: Course,
  sessionId: string,
  signal: AbortSignal,
): Promise<number> {
  const points = curveOf(recorded, pace.stepSeconds);
  let sent = 0;
  for (let next = points[0]; next !== undefined && !signal.aborted; next = points[sent]) {
    const now = ((Date.now() - begunAt) / 1_000) * pace.speed;
    const due = points
      .slice(sent, sent + limits.replaySessionBatch)
      .filter(({ second }) => second <= now || pace.speed === Infinity);
    if (due.length === 0) {
      // A signal ends the wait, and the loop sees it.
      await wait(((next.second - now) / pace.speed) * 1_000, undefined, { signal }).catch(() => {});
      continue;
    }
    const readings = due.map(({ second, energyWh, powerW, socPercent }) => ({
      sessionId,
      at: clock(second),
      registerWh: energyWh,
      powerW,
      socPercent,
    }));
    await device.do('recordMeterReadings', { readings }, '');
    sent += due.length;
  }
  return sent;
}
