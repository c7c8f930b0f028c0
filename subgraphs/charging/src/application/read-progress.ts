import type { Tariff, TracePeriod } from '@voltpark/contracts';
import { rateCharging } from '@voltpark/rating/charging';
import type { Rating } from '@voltpark/rating/rating';
import type { LiveProgress } from '../domain/progress.js';
import { newMeter, type SessionMeter } from '../domain/session-meter.js';
import { isOpen, type ChargingSession } from '../domain/session.js';
import { periodsOf, tracedUntil } from '../domain/trace.js';
import { progressBy } from './final-record.js';
import type { Ports } from './ports.js';

type Reading = Pick<Ports, 'reads' | 'meters'>;

/** How sessions that somebody may see stand by their meters now; in the order in which they are given. */
export function readProgress(ports: Reading) {
  return async (sessions: readonly ChargingSession[]): Promise<LiveProgress[]> => {
    const states = await ports.reads.meter.meters(sessions.map(({ id }) => id));
    return Promise.all(
      sessions.map(async (session) => {
        const meter = states.get(session.id) ?? newMeter(session);
        const marks = await ports.reads.meter.marks(session.id, meter.state);
        return progressBy(session, meter, marks, await tariffOf(ports, session));
      }),
    );
  };
}

/** What a session costs so far or in the end, line by line; null when charging is free. */
export function readPrice(ports: Reading) {
  return async (session: ChargingSession): Promise<Rating | null> => {
    const tariff = await tariffOf(ports, session);
    if (tariff === null) return null;
    const meters = await ports.reads.meter.meters([session.id]);
    const meter = meters.get(session.id) ?? newMeter(session);
    const periods = await tracedBy(ports, session, meter);
    return rateCharging(tariff, {
      time_zone: session.timeZone,
      reservation_expired: false,
      periods,
    });
  };
}

/** A session without energy has no trace: see the record that it ends with. */
async function tracedBy(
  { reads }: Reading,
  session: ChargingSession,
  { state }: SessionMeter,
): Promise<TracePeriod[]> {
  if (state.energyMwh === 0) return [];
  const marks = await reads.meter.marks(session.id, state);
  const end = isOpen(session) ? null : tracedUntil(marks, session);
  return periodsOf(marks, session.startedAt.getTime(), end);
}

async function tariffOf(
  { meters }: Reading,
  { tariffVersionId }: ChargingSession,
): Promise<Tariff | null> {
  return tariffVersionId === null ? null : meters.tariff(tariffVersionId);
}
