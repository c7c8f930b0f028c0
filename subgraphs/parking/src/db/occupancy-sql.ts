import { insertOutboxSql } from '@voltpark/kit/backbone/outbox';
import { slotClasses } from '../domain/slot.js';

/**
 * SQL that entry and exit share: the counters of a facility, and the events that tell of them.
 *
 * All of a facility's numbers stand in one row, and every change locks it. That makes the changes of a facility
 * one after the other, for the time of one statement: the price of a total order of its events, of counts that
 * are exact right after each, and of thresholds that are crossed once. Whoever waits for the row goes on with
 * its latest state, as expressions over `o` are evaluated again after the wait (READ COMMITTED).
 */

/** Array of counters of each status that a vehicle at the gate can change a slot from or to. */
type Counter = 'free' | 'occupied' | 'reserved';

/**
 * One slot of the class `:slotClass` (from 1) goes from one counter to the other.
 * @param cause a CTE that has exactly one row when the slot did change, and none when not
 */
export function moveOneSlotSql(from: Counter, to: Counter, cause: string): string {
  // A slot that is kept for somebody counts as taken.
  const taken = `(o.taken + ${Number(to !== 'free') - Number(from !== 'free')})`;
  // The same as `isHighAfter` in domain/threshold.ts, as a spec holds them to.
  const isHigh = `CASE
      WHEN o.in_service > 0 AND ${taken} * 100 >= o.high_percent * o.in_service THEN true
      WHEN ${taken} * 100 <= o.normal_percent * o.in_service THEN false
      ELSE o.is_high END`;
  return `UPDATE facility_occupancy AS o SET
      ${from}[:slotClass::int] = o.${from}[:slotClass::int] - 1,
      ${to}[:slotClass::int] = o.${to}[:slotClass::int] + 1,
      taken = ${taken},
      is_high = ${isHigh},
      -- The slot's event is the next version; a crossing is an event of its own, right behind it.
      version = o.version + 1 + (o.is_high <> ${isHigh})::int,
      level_version = CASE WHEN o.is_high <> ${isHigh} THEN o.version + 2 ELSE o.level_version END
    FROM ${cause} WHERE o.facility_id = :facilityId
    RETURNING o.*, (o.level_version = o.version)::int AS crossed`;
}

const texts = (values: readonly string[]) =>
  `ARRAY[${values.map((value) => `'${value}'`).join(', ')}]`;

/** The counters of a facility's row as events have them: `countsOf` in domain/occupancy.ts. */
const countsSql = `(SELECT coalesce(jsonb_agg(jsonb_build_object(
        'size', size, 'kind', kind, 'total', free + occupied + reserved + maintenance,
        'free', free, 'occupied', occupied, 'reserved', reserved, 'maintenance', maintenance)
      ORDER BY class) FILTER (WHERE free + occupied + reserved + maintenance > 0), '[]'::jsonb)
    FROM unnest(${texts(slotClasses.map(({ size }) => size))}, ${texts(slotClasses.map(({ kind }) => kind))},
      c.free, c.occupied, c.reserved, c.maintenance)
    WITH ORDINALITY AS counts (size, kind, free, occupied, reserved, maintenance, class))`;

/**
 * Writes the events of a move to the outbox: `:drafts` has them without what only this statement knows, first
 * the vehicle's, then the slot's, then that of a crossing, which is left out when there is none.
 * @param slotData JSON that vehicle's and slot's events get of the slot
 * @param from CTEs that have one row when the move happened; `c` is that of {@link moveOneSlotSql}
 * @param complete places in `:drafts` of further events, which lack nothing
 */
export function publishMoveSql(
  slotData: { vehicle: string; slot: string },
  from: string,
  complete: readonly number[] = [],
): string {
  const draft = (index: number, version: string | null, data: string) =>
    `:drafts::jsonb->${index} || jsonb_build_object('data', :drafts::jsonb->${index}->'data' || ${data}${
      version === null ? '' : `, 'aggregate_version', ${version}`
    })`;
  const crossing = `jsonb_build_object('taken', c.taken, 'inService', c.in_service,
        'previous', CASE WHEN c.is_high THEN 'NORMAL' ELSE 'HIGH' END,
        'level', CASE WHEN c.is_high THEN 'HIGH' ELSE 'NORMAL' END,
        'highPercent', c.high_percent, 'normalPercent', c.normal_percent)`;
  const slot = `${slotData.slot} || jsonb_build_object('counts', ${countsSql})`;
  return insertOutboxSql(`(SELECT jsonb_build_array(
      ${draft(0, null, slotData.vehicle)},
      ${draft(1, 'c.version - c.crossed', slot)}${complete.map((index) => `, :drafts::jsonb->${index}`).join('')})
      || CASE WHEN c.crossed = 1 THEN jsonb_build_array(${draft(2, 'c.version', crossing)}) ELSE '[]'::jsonb END
    FROM ${from})`);
}

/**
 * Remembers what was granted under the key. Without ON CONFLICT: a key that is used twice at once ends the second
 * statement with all that it did.
 */
export const rememberSql = `INSERT INTO idempotency (key, actor_id, operation, request_hash, response)
    SELECT :idempotencyKey, :actorId, :operation, :requestHash, jsonb_build_object('sessionId', :sessionId::text)
    FROM counted`;

/** What was granted under the key before, for the look before the act. */
export const rememberedSql = `(SELECT json_build_object('requestHash', i.request_hash, 'sessionId', i.response->>'sessionId')
    FROM idempotency i
    WHERE i.actor_id = :actorId AND i.operation = :operation AND i.key = :idempotencyKey) AS earlier`;
