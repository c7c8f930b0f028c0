import { outboxJson } from '@voltpark/kit/backbone/outbox';
import { requestHashOf } from '@voltpark/kit/idempotency';
import type pg from 'pg';
import type { Cause, Earlier, Gate, OnceRequest } from '../application/ports.js';
import type { FacilityWithRoom } from '../domain/alternative.js';
import type { ParkingEvent } from '../domain/events.js';
import { emptyOccupancy } from '../domain/occupancy.js';
import type { ParkingGranted } from '../domain/park.js';
import { classIndexOf, type Slot } from '../domain/slot.js';
import type { Publish } from './saving.js';
import {
  occupancyRow,
  sessionRow,
  type FacilityJson,
  type OccupancyJson,
  type SessionJson,
  type SlotJson,
  type VehicleJson,
} from './json-rows.js';
import { leave, loadLeave } from './leave-sql.js';
import {
  loadPark,
  parkNamed,
  parkNearest,
  parkNearestPatiently,
  type OnceParameters,
  type ParkParameters,
} from './park-sql.js';
import { facilityOf, occupancyOf, openSessionOf, sessionOf, slotOf } from './rows.js';
import { facilitiesWithRoom, type RoomParameters } from './room-sql.js';
import { run } from './statement.js';

interface EarlierJson {
  readonly earlier: { readonly requestHash: string; readonly sessionId: string | null } | null;
}

interface ParkRow extends EarlierJson {
  readonly facility: FacilityJson | null;
  readonly occupancy: OccupancyJson | null;
  readonly vehicle: VehicleJson | null;
  readonly open_session: SessionJson | null;
  readonly last_seen_at: Date | null;
  readonly slot: SlotJson | null;
  readonly level_name: string | null;
}

interface LeaveRow extends EarlierJson {
  readonly session: SessionJson | null;
  readonly slot: SlotJson | null;
  readonly level_name: string | null;
  readonly owner_id: string | null;
}

interface ParkedRow {
  readonly id: string;
  readonly number: string;
  readonly levelId: string;
  readonly levelName: string;
  readonly distanceMetres: number;
}

/** Entry and exit over the pool: one prepared statement to look, one to act. */
export function gateOver(pool: pg.Pool, publish: Publish, ringDoorbell: () => void): Gate {
  return {
    async loadPark(cause, once, of) {
      const [row] = await run<ParkRow, typeof of & OnceParameters>(pool, loadPark, {
        ...of,
        ...onceOf(cause, once),
      });
      return parkStateOf(present(row), once);
    },

    async park(cause, once, grant, patient) {
      const slotClass = classIndexOf(grant.slotClass) + 1;
      const { size, kind } = grant.slotClass;
      const act = grant.slotId !== null ? parkNamed : patient ? parkNearestPatiently : parkNearest;
      const { stay } = grant;
      const rows = await unlessKeyInUse(
        run<ParkedRow, ParkParameters>(pool, act, {
          ...stay,
          ...onceOf(cause, once),
          requestHash: requestHashOf(once.input),
          sessionId: stay.id,
          vehicleSize: stay.size,
          slotId: grant.slotId,
          size,
          kind,
          slotClass,
          drafts: outboxJson(
            parkDrafts(grant).map((event) => publish(event, cause, stay.enteredAt)),
          ),
        }),
      );
      const [place] = rows;
      if (place === undefined) return null;
      ringDoorbell();
      const slot = slotAt(grant, place);
      return { session: { ...stay, slotId: slot.id }, slot };
    },

    async loadLeave(cause, once, target) {
      const key =
        target.by === 'SESSION'
          ? target.sessionId
          : target.by === 'SLOT'
            ? target.slotId
            : target.registration;
      const values = { target: key, ...onceOf(cause, once) };
      const [row] = await run<LeaveRow, typeof values>(pool, loadLeave[target.by], values);
      const { session, slot, level_name, owner_id, earlier } = present(row);
      return {
        session: session === null ? null : sessionOf(sessionRow(session)),
        slot: slotFrom(slot, level_name),
        ownerId: owner_id,
        ...earlierOf(earlier, once),
      };
    },

    async leave(cause, once, left) {
      const { session, slot } = left;
      const released: Slot = { ...slot, status: 'AVAILABLE', sessionId: null };
      const occupancy = emptyOccupancy(session.facilityId, session.tenantId);
      const events: ParkingEvent[] = [
        left,
        { type: 'SlotChanged', slot: released, previous: 'OCCUPIED', occupancy },
        { type: 'ThresholdCrossed', taken: 0, inService: 0, occupancy },
      ];
      const rows = await unlessKeyInUse(
        run(pool, leave, {
          ...onceOf(cause, once),
          requestHash: requestHashOf(once.input),
          facilityId: session.facilityId,
          slotClass: classIndexOf(slot) + 1,
          sessionId: session.id,
          version: session.version,
          leftAt: session.leftAt,
          drafts: outboxJson(events.map((event) => publish(event, cause, session.leftAt))),
        }),
      );
      if (rows.length === 0) return false;
      ringDoorbell();
      return true;
    },

    async withRoom(from, classes, limit): Promise<FacilityWithRoom[]> {
      const { id, latitude, longitude } = from;
      const slotClasses = classes.map((slotClass) => classIndexOf(slotClass) + 1);
      const rows = await run<{ facility: FacilityJson; free: number[] }, RoomParameters>(
        pool,
        facilitiesWithRoom,
        { exceptId: id, latitude, longitude, slotClasses, limit },
      );
      return rows.map(({ facility, free }) => ({ facility: facilityOf(facility), free }));
    },
  };
}

const onceOf = (cause: Cause, { idempotencyKey, operation }: OnceRequest) => ({
  idempotencyKey,
  operation,
  actorId: cause.actor.id,
});

function present<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('The statement always gives one row.');
  return row;
}

function parkStateOf(row: ParkRow, once: OnceRequest) {
  const { facility, occupancy, vehicle, open_session: open } = row;
  return {
    facility: facility === null ? null : facilityOf(facility),
    occupancy: occupancy === null ? null : occupancyOf(occupancyRow(occupancy)),
    vehicle,
    openSession: open === null ? null : openSessionOf(sessionRow(open)),
    lastSeenAt: row.last_seen_at,
    slot: slotFrom(row.slot, row.level_name),
    ...earlierOf(row.earlier, once),
  };
}

const slotFrom = (slot: SlotJson | null, levelName: string | null) =>
  slot === null ? null : slotOf({ ...slot, level: { name: levelName ?? '' } });

function earlierOf(earlier: EarlierJson['earlier'], once: OnceRequest): Earlier {
  if (earlier?.sessionId == null) return { earlier: 'NONE' };
  return earlier.requestHash === requestHashOf(once.input)
    ? { earlier: 'SAME', sessionId: earlier.sessionId }
    : { earlier: 'OTHER' };
}

/** The events of an entry, as far as they are known before the slot is. */
function parkDrafts({ stay, slotClass }: ParkingGranted): ParkingEvent[] {
  const occupancy = emptyOccupancy(stay.facilityId, stay.tenantId);
  const nowhere = { id: '', number: '', levelId: '', levelName: '', distanceMetres: 0 };
  const slot = slotAt({ stay, slotClass }, nowhere);
  return [
    { type: 'VehicleParked', session: { ...stay, slotId: '' }, slot },
    { type: 'SlotChanged', slot, previous: 'AVAILABLE', occupancy },
    { type: 'ThresholdCrossed', taken: 0, inService: 0, occupancy },
  ];
}

function slotAt(
  { stay, slotClass }: Pick<ParkingGranted, 'stay' | 'slotClass'>,
  place: ParkedRow,
): Slot {
  const { facilityId, tenantId, id: sessionId } = stay;
  return { ...place, ...slotClass, facilityId, tenantId, status: 'OCCUPIED', sessionId };
}

/** Names of constraints, in errors of unique violations. */
const keyConstraint = 'idempotency_pkey';

/** The same key was used at the same time: nothing has happened, and the next look finds what the other did. */
async function unlessKeyInUse<Row>(rows: Promise<Row[]>): Promise<Row[]> {
  try {
    return await rows;
  } catch (error) {
    if (isViolationOf(error, keyConstraint)) return [];
    throw error;
  }
}

function isViolationOf(error: unknown, constraint: string): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === constraint;
}
