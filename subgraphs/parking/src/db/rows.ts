import { z } from 'zod';
import type { KeptCorrection, Level } from '../application/ports.js';
import type { ExitTerms } from '../domain/exit.js';
import type { Facility } from '../domain/facility.js';
import type { SlotHold } from '../domain/hold.js';
import type { Occupancy } from '../domain/occupancy.js';
import type { OpenSession, ParkingSession } from '../domain/session.js';
import type { Slot } from '../domain/slot.js';
import type {
  FacilityOccupancyRow,
  FacilityRow,
  LevelRow,
  ParkingSessionRow,
  SessionCorrectionRow,
  SlotHoldRow,
  SlotRow,
} from './generated/client.js';
import type { ExitTermsColumns } from './json-rows.js';

const hours = { opens: z.string(), closes: z.string() };
const openingPeriods = z.array(z.object({ day: z.number(), ...hours }));
const specialDays = z.array(z.object({ date: z.string(), hours: z.array(z.object(hours)) }));
const statuses = ['ACTIVE', 'INACTIVE', 'MAINTENANCE'] as const;

/** A facility as parking keeps it. */
export function facilityOf(
  row: Omit<
    FacilityRow,
    'externalId' | 'snapshotVersion' | 'statusVersion' | keyof ExitTermsColumns
  >,
): Facility {
  return {
    id: row.id,
    tenantId: row.tenantId,
    name: row.name,
    latitude: row.latitude,
    longitude: row.longitude,
    timeZone: row.timeZone,
    status: statuses.find((known) => known === row.status) ?? 'INACTIVE',
    evPolicy: row.evPolicy === 'LENIENT' ? 'LENIENT' : 'STRICT',
    openingPeriods: openingPeriods.parse(row.openingPeriods),
    specialDays: specialDays.parse(row.specialDays),
    capacity: row.capacity,
  };
}

/** What a facility asks at its exit. */
export const exitTermsOf = (row: ExitTermsColumns): ExitTerms => ({
  payment: row.exitPayment,
  graceSeconds: row.exitGraceSeconds,
  freeMinutes: row.exitFreeMinutes,
});

/** A hold has the fields of its row. */
export const holdOf = (row: SlotHoldRow): SlotHold => row;

/** The sums are derived, and the version of the level matters to the gate alone. */
export function occupancyOf(
  row: Omit<FacilityOccupancyRow, 'taken' | 'inService' | 'levelVersion'>,
): Occupancy {
  const { facilityId, tenantId, version, free, occupied, reserved, maintenance } = row;
  const { isHigh, highPercent, normalPercent, countedFree, countedAt } = row;
  return {
    facilityId,
    tenantId,
    version,
    free,
    occupied,
    reserved,
    maintenance,
    isHigh,
    highPercent,
    normalPercent,
    countedFree,
    countedAt,
  };
}

export function levelOf({ id, facilityId, tenantId, name, ordinal }: LevelRow): Level {
  return { id, facilityId, tenantId, name, ordinal };
}

export function slotOf(row: SlotRow & { readonly level: Pick<LevelRow, 'name'> }): Slot {
  const { level, ...slot } = row;
  return { ...slot, levelName: level.name };
}

/** The state that a session's row stands for. The table's CHECKs hold its fields to its status. */
export function sessionOf(row: ParkingSessionRow): ParkingSession {
  const { status, leftAt, ending, mergedIntoId, ...stay } = row;
  switch (status) {
    case 'OPEN':
      return { ...stay, status };
    case 'CLOSED':
      if (leftAt === null) throw new Error(`Session ${row.id} is closed without an end.`);
      return { ...stay, status, leftAt, ending: ending === 'FORGOTTEN' ? ending : 'LEFT' };
    case 'MERGED':
      if (mergedIntoId === null) throw new Error(`Session ${row.id} is merged into nothing.`);
      return { ...stay, status, mergedIntoId };
  }
}

/** A row of which the query says that it is open. */
export function openSessionOf(row: ParkingSessionRow): OpenSession {
  const session = sessionOf(row);
  if (session.status !== 'OPEN') throw new Error(`Session ${row.id} is not open.`);
  return session;
}

export function correctionOf(row: SessionCorrectionRow): KeptCorrection {
  const { id, sessionId, kind, otherSessionId, reason, correctedBy, at } = row;
  const fields = z.record(z.string(), z.unknown());
  const [before, after] = [fields.parse(row.before), fields.parse(row.after)];
  return { id, sessionId, kind, otherSessionId, reason, correctedBy, at, before, after };
}
