import type { LeaveTarget } from '../domain/leave.js';
import { jsonRow } from './json-rows.js';
import { moveOneSlotSql, publishMoveSql, rememberedSql, rememberSql } from './occupancy-sql.js';
import type { OnceParameters } from './park-sql.js';
import { statement } from './statement.js';

const joins: Readonly<Record<LeaveTarget['by'], string>> = {
  SESSION: `LEFT JOIN parking_session s ON s.id = :target
    LEFT JOIN slot ON slot.id = s.slot_id`,
  SLOT: `LEFT JOIN slot ON slot.id = :target
    LEFT JOIN parking_session s ON s.slot_id = slot.id AND s.status = 'OPEN'`,
  REGISTRATION: `LEFT JOIN parking_session s ON s.registration = :target AND s.status = 'OPEN'
    LEFT JOIN slot ON slot.id = s.slot_id`,
};

const loadLeaveBy = (by: LeaveTarget['by']) =>
  statement<OnceParameters & { target: string }>(
    `parking_load_leave_by_${by.toLowerCase()}`,
    `SELECT ${jsonRow('parking_session', 's')} AS session,
      ${jsonRow('slot', 'slot')} AS slot, level.name AS level_name,
      CASE WHEN f.id IS NOT NULL THEN json_build_object('exitPayment', f.exit_payment,
        'exitGraceSeconds', f.exit_grace_seconds, 'exitFreeMinutes', f.exit_free_minutes) END AS exit_terms,
      (SELECT v.customer_id FROM vehicle v
        WHERE v.registration = ${by === 'REGISTRATION' ? ':target' : 's.registration'} AND v.active
        ORDER BY v.id DESC LIMIT 1) AS owner_id,
      ${rememberedSql}
    FROM (VALUES (1)) AS one
      ${joins[by]}
      LEFT JOIN level ON level.id = slot.level_id
      LEFT JOIN facility f ON f.id = s.facility_id`,
  );

/** Everything that the decision to let a vehicle out looks at, by how the vehicle is named. */
export const loadLeave = {
  SESSION: loadLeaveBy('SESSION'),
  SLOT: loadLeaveBy('SLOT'),
  REGISTRATION: loadLeaveBy('REGISTRATION'),
} as const;

export interface LeaveParameters extends OnceParameters {
  readonly requestHash: string;
  readonly facilityId: string;
  readonly slotClass: number;
  readonly sessionId: string;
  readonly version: number;
  readonly leftAt: Date;
  readonly drafts: string;
}

/** Lets a vehicle out, all or nothing; a session that changed since it was looked at is left alone. */
export const leave = statement<LeaveParameters>(
  'parking_leave',
  `WITH ended AS (
    UPDATE parking_session SET status = 'CLOSED', ending = 'LEFT', left_at = :leftAt::timestamptz,
      version = :version::int
    WHERE id = :sessionId AND status = 'OPEN' AND version = :version::int - 1
    RETURNING slot_id
  ), released AS (
    UPDATE slot SET status = 'AVAILABLE', session_id = NULL
    FROM ended WHERE slot.id = ended.slot_id
    RETURNING slot.id
  ), counted AS (
    ${moveOneSlotSql('occupied', 'free', 'released')}
  ), published AS (
    ${publishMoveSql({ vehicle: `'{}'::jsonb`, slot: `'{}'::jsonb` }, 'counted c')}
  ), remembered AS (
    ${rememberSql}
  )
  SELECT version FROM counted`,
);
