import { jsonRow } from './json-rows.js';
import { moveOneSlotSql, publishMoveSql, rememberedSql, rememberSql } from './occupancy-sql.js';
import { statement } from './statement.js';

export interface OnceParameters {
  readonly idempotencyKey: string;
  readonly actorId: string;
  readonly operation: string;
}

/** Everything that the decision to let a vehicle in looks at, in one statement. */
export const loadPark = statement<
  OnceParameters & {
    facilityId: string;
    registration: string;
    slotId: string | null;
    promisedUntil: Date;
  }
>(
  'parking_load_park',
  `SELECT ${jsonRow('facility', 'f')} AS facility,
    ${jsonRow('facility_occupancy', 'o', 'facility_id')} AS occupancy,
    (SELECT ${jsonRow('vehicle', 'v')} FROM vehicle v
      WHERE v.registration = :registration AND v.active ORDER BY v.id DESC LIMIT 1) AS vehicle,
    (SELECT ${jsonRow('parking_session', 's')} FROM parking_session s
      WHERE s.registration = :registration AND s.status = 'OPEN') AS open_session,
    (SELECT coalesce(p.left_at, p.entered_at) FROM parking_session p
      WHERE p.registration = :registration AND p.status <> 'MERGED'
      ORDER BY p.entered_at DESC, p.id DESC LIMIT 1) AS last_seen_at,
    (SELECT coalesce(json_agg(json_build_object('size', b.size, 'kind', b.kind, 'count', b.count)), '[]')
      FROM (SELECT s.size, s.kind, count(*)::int AS count FROM slot s
        WHERE s.facility_id = :facilityId AND s.status = 'AVAILABLE' AND s.booked_from < :promisedUntil::timestamptz
        GROUP BY s.size, s.kind) b) AS booked_soon,
    ${jsonRow('slot_hold', 'h')} AS hold,
    ${jsonRow('slot', 'slot')} AS slot, level.name AS level_name,
    ${rememberedSql}
  FROM (VALUES (1)) AS one
    LEFT JOIN facility f ON f.id = :facilityId
    LEFT JOIN facility_occupancy o ON o.facility_id = :facilityId
    LEFT JOIN LATERAL (SELECT * FROM slot_hold kept
      WHERE kept.registration = :registration AND kept.facility_id = :facilityId AND kept.status = 'HELD'
      ORDER BY kept.until, kept.id LIMIT 1) h ON true
    LEFT JOIN slot ON slot.id = coalesce(:slotId, h.slot_id) AND slot.facility_id = :facilityId
    LEFT JOIN level ON level.id = slot.level_id`,
);

export interface ParkParameters extends OnceParameters {
  readonly requestHash: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly slotId: string | null;
  readonly size: string;
  readonly kind: string;
  /** Place of the class in the arrays of counters, from 1. */
  readonly slotClass: number;
  readonly sessionId: string;
  readonly registration: string;
  readonly registrationWritten: string;
  readonly customerId: string | null;
  readonly make: string | null;
  readonly model: string | null;
  readonly colour: string | null;
  readonly vehicleSize: string;
  readonly isElectric: boolean;
  readonly enteredAt: Date;
  readonly promisedUntil: Date;
  readonly drafts: string;
}

export interface ParkHeldParameters extends ParkParameters {
  readonly holdId: string;
}

// Booked later than what is promised to whoever comes; read again under the lock of the slot.
const unbooked = '(slot.booked_from IS NULL OR slot.booked_from >= :promisedUntil::timestamptz)';

const nearest = (lock: string) => `SELECT slot.id FROM slot
    WHERE slot.facility_id = :facilityId AND slot.kind = :kind::slot_kind AND slot.size = :size::slot_size
      AND slot.status = 'AVAILABLE' AND ${unbooked}
    ORDER BY slot.distance_metres, slot.number LIMIT 1
    FOR UPDATE ${lock}`;

const named = `SELECT slot.id FROM slot
    WHERE slot.id = :slotId AND slot.status = 'AVAILABLE' AND ${unbooked} FOR UPDATE`;

// A hold changes only under the lock of its slot: a slot that still has it is still kept by it.
const held = `SELECT slot.id FROM slot
    WHERE slot.id = :slotId AND slot.hold_id = :holdId FOR UPDATE`;

const slotSql = {
  vehicle: `jsonb_build_object('slotId', t.id, 'slotNumber', t.number)`,
  slot: `jsonb_build_object('slotId', t.id, 'slotNumber', t.number, 'levelId', t.level_id, 'levelName', l.name)`,
};

/** The hold ends as the vehicle takes the slot. */
const arrivedSql = `, arrived AS (
    UPDATE slot_hold SET status = 'ARRIVED', ended_at = :enteredAt::timestamptz, version = version + 1
    FROM taken WHERE slot_hold.id = :holdId
  )`;

/**
 * Lets a vehicle in: slot, session, counters, events and idempotency key, all or nothing. Every step feeds on the
 * one before, so that one which finds nothing to do leaves nothing done:
 * - the slot is one that is free at this moment, whatever the decision saw a moment ago;
 * - the session does not come about when the vehicle is inside somewhere (partial unique index), and a second
 *   entry at the same time waits here for the first;
 * - the counters come last, as their row is what all gates of the facility share.
 */
const parkText = (place: string, from: 'free' | 'reserved' = 'free') => `WITH place AS (
    ${place}
  ), stay AS (
    INSERT INTO parking_session (id, facility_id, tenant_id, slot_id, registration, registration_written,
      customer_id, make, model, colour, size, is_electric, status, entered_at, version)
    SELECT :sessionId, :facilityId, :tenantId, place.id, :registration, :registrationWritten,
      :customerId, :make, :model, :colour, :vehicleSize::slot_size, :isElectric::boolean, 'OPEN',
      :enteredAt::timestamptz, 1
    FROM place
    ON CONFLICT (registration) WHERE status = 'OPEN' DO NOTHING
    RETURNING slot_id
  ), taken AS (
    UPDATE slot SET status = 'OCCUPIED', session_id = :sessionId, hold_id = NULL
    FROM stay WHERE slot.id = stay.slot_id
    RETURNING slot.id, slot.number, slot.level_id, slot.distance_metres, slot.booked_from
  )${from === 'reserved' ? arrivedSql : ''}, counted AS (
    ${moveOneSlotSql(from, 'occupied', 'taken')}
  ), published AS (
    ${publishMoveSql(
      slotSql,
      'counted c, taken t JOIN level l ON l.id = t.level_id',
      from === 'reserved' ? [3] : [],
    )}
  ), remembered AS (
    ${rememberSql}
  )
  SELECT t.id, t.number, t.level_id AS "levelId", t.distance_metres AS "distanceMetres", l.name AS "levelName",
    t.booked_from AS "bookedFrom"
  FROM counted, taken t JOIN level l ON l.id = t.level_id`;

/** Into the nearest slot, passing by those that others are about to take. */
export const parkNearest = statement<ParkParameters>(
  'parking_park_nearest',
  parkText(nearest('SKIP LOCKED')),
);

/** Into the nearest slot, waiting to see whether those that others hold become theirs. */
export const parkNearestPatiently = statement<ParkParameters>(
  'parking_park_nearest_patiently',
  parkText(nearest('')),
);

/** Into the slot that is kept for the vehicle; its hold has served its purpose. */
export const parkHeld = statement<ParkHeldParameters>(
  'parking_park_held',
  parkText(held, 'reserved'),
);

/** Into the slot that is named. */
export const parkNamed = statement<ParkParameters>('parking_park_named', parkText(named));
