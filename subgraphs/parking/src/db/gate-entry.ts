import { outboxJson } from '@voltpark/kit/backbone/outbox';
import { requestHashOf } from '@voltpark/kit/idempotency';
import type pg from 'pg';
import type { Gate, OnceRequest } from '../application/ports.js';
import { promisedUntil } from '../domain/booking.js';
import type { ParkingEvent } from '../domain/events.js';
import { ended } from '../domain/hold.js';
import { emptyOccupancy } from '../domain/occupancy.js';
import type { ParkingGranted, ParkState } from '../domain/park.js';
import { classIndexOf, type Slot } from '../domain/slot.js';
import {
  earlierOf,
  onceOf,
  present,
  slotFrom,
  unlessKeyInUse,
  type EarlierJson,
} from './gate-once.js';
import {
  holdRow,
  occupancyRow,
  sessionRow,
  type FacilityJson,
  type HoldJson,
  type OccupancyJson,
  type SessionJson,
  type SlotJson,
  type VehicleJson,
} from './json-rows.js';
import {
  loadPark,
  parkHeld,
  parkNamed,
  parkNearest,
  parkNearestPatiently,
  type OnceParameters,
  type ParkHeldParameters,
  type ParkParameters,
} from './park-sql.js';
import { facilitiesWithRoom, type RoomParameters } from './room-sql.js';
import { facilityOf, holdOf, occupancyOf, openSessionOf } from './rows.js';
import type { Publish } from './saving.js';
import { run } from './statement.js';

interface ParkRow extends EarlierJson {
  readonly facility: FacilityJson | null;
  readonly occupancy: OccupancyJson | null;
  readonly vehicle: VehicleJson | null;
  readonly open_session: SessionJson | null;
  readonly last_seen_at: Date | null;
  readonly hold: HoldJson | null;
  readonly slot: SlotJson | null;
  readonly level_name: string | null;
  readonly booked_soon: ParkState['bookedSoon'];
}

/** A slot as the statement that took it tells of it. */
interface Place {
  readonly id: string;
  readonly number: string;
  readonly levelId: string;
  readonly levelName: string;
  readonly distanceMetres: number;
  readonly bookedFrom: Date | null;
}

/** Entry over the pool: one prepared statement to look, one to act. */
export function entryOver(
  pool: pg.Pool,
  publish: Publish,
  ringDoorbell: () => void,
): Pick<Gate, 'loadPark' | 'park' | 'withRoom'> {
  return {
    async loadPark(cause, once, of) {
      const values = { ...of, ...onceOf(cause, once) };
      const [row] = await run<ParkRow, typeof of & OnceParameters>(pool, loadPark, values);
      return parkStateOf(present(row), once);
    },

    async park(cause, once, grant, patient) {
      const { stay, slotId, slotClass, hold } = grant;
      const drafts = parkEvents(grant).map((event) => publish(event, cause, stay.enteredAt));
      const values: ParkParameters = {
        ...stay,
        ...onceOf(cause, once),
        requestHash: requestHashOf(once.input),
        sessionId: stay.id,
        vehicleSize: stay.size,
        slotId,
        ...slotClass,
        slotClass: classIndexOf(slotClass) + 1,
        promisedUntil: promisedUntil(stay.enteredAt),
        drafts: outboxJson(drafts),
      };
      const act = slotId !== null ? parkNamed : patient ? parkNearestPatiently : parkNearest;
      const [place] = await unlessKeyInUse(
        hold === null
          ? run<Place, ParkParameters>(pool, act, values)
          : run<Place, ParkHeldParameters>(pool, parkHeld, { ...values, holdId: hold.id }),
      );
      if (place === undefined) return null;
      ringDoorbell();
      const slot = takenSlot(grant, place);
      return { session: { ...stay, slotId: slot.id }, slot };
    },

    async withRoom({ id: exceptId, latitude, longitude }, classes, limit) {
      const slotClasses = classes.map((slotClass) => classIndexOf(slotClass) + 1);
      const values = { exceptId, latitude, longitude, slotClasses, limit };
      type Row = { facility: FacilityJson; free: number[] };
      const rows = await run<Row, RoomParameters>(pool, facilitiesWithRoom, values);
      return rows.map(({ facility, free }) => ({ facility: facilityOf(facility), free }));
    },
  };
}

function parkStateOf(row: ParkRow, once: OnceRequest) {
  const { facility, occupancy, vehicle, open_session: open } = row;
  return {
    facility: facility === null ? null : facilityOf(facility),
    occupancy: occupancy === null ? null : occupancyOf(occupancyRow(occupancy)),
    vehicle,
    openSession: open === null ? null : openSessionOf(sessionRow(open)),
    lastSeenAt: row.last_seen_at,
    hold: row.hold === null ? null : holdOf(holdRow(row.hold)),
    slot: slotFrom(row.slot, row.level_name),
    bookedSoon: row.booked_soon,
    ...earlierOf(row.earlier, once),
  };
}

/** The events of an entry, as far as they are known before the slot and the counters are. */
function parkEvents(grant: ParkingGranted): ParkingEvent[] {
  const { stay, hold } = grant;
  const occupancy = emptyOccupancy(stay.facilityId, stay.tenantId);
  const nowhere = {
    id: '',
    number: '',
    levelId: '',
    levelName: '',
    distanceMetres: 0,
    bookedFrom: null,
  };
  const slot = takenSlot(grant, nowhere);
  return [
    { type: 'VehicleParked', session: { ...stay, slotId: '' }, slot },
    { type: 'SlotChanged', slot, previous: hold === null ? 'AVAILABLE' : 'RESERVED', occupancy },
    { type: 'ThresholdCrossed', taken: 0, inService: 0, occupancy },
    ...(hold === null
      ? []
      : [{ type: 'HoldEnded', hold: ended(hold, 'ARRIVED', stay.enteredAt) } as const]),
  ];
}

function takenSlot({ stay, slotClass }: ParkingGranted, place: Place): Slot {
  const { facilityId, tenantId, id: sessionId } = stay;
  const standing = { status: 'OCCUPIED', sessionId, holdId: null } as const;
  return { ...place, ...slotClass, facilityId, tenantId, ...standing };
}
