import { insertOutboxSql } from '@voltpark/kit/backbone/outbox';

/** A session with its meter, by ids: the names of Prisma's rows, so that one function reads both. */
export const loadMeteringSql = `SELECT s.id, s.station_id AS "stationId", s.charger_id AS "chargerId",
    s.connector_id AS "connectorId", s.facility_id AS "facilityId", s.tenant_id AS "tenantId",
    s.slot_id AS "slotId", s.parking_session_id AS "parkingSessionId", s.registration,
    s.customer_id AS "customerId", s.tariff_version_id AS "tariffVersionId", s.time_zone AS "timeZone",
    s.started_by AS "startedBy", s.started_at AS "startedAt", s.opened_at AS "openedAt",
    s.estimated_end_at AS "estimatedEndAt", s.target_soc_percent AS "targetSocPercent",
    s.target_energy_wh AS "targetEnergyWh", s.target_cost_incl_tax AS "targetCostInclTax",
    s.target_duration_seconds AS "targetDurationSeconds", s.battery_wh AS "batteryWh",
    s.power_w AS "powerW", s.transaction_id AS "transactionId", s.status,
    s.active_since AS "activeSince", s.paused_at AS "pausedAt", s.stopped_at AS "stoppedAt",
    s.stop_reason AS "stopReason", s.ended_at AS "endedAt", s.fault_code AS "faultCode",
    s.fault_description AS "faultDescription", s.revision, s.version, s.meter,
    s.meter_version AS "meterVersion", s.told_meter_version AS "toldMeterVersion",
    s.told_at AS "toldAt", s.idle_since AS "idleSince", s.xmin::text AS seen
  FROM charging_session s WHERE s.id = ANY ($1::text[])`;

/**
 * Takes in readings that follow all others of their sessions; everything of a session or nothing. A session whose row
 * is not the one that was looked at (\`xmin\`: who wrote it last) is left alone, with its readings, marks and events:
 * that makes sure that what was decided still holds, and that none of the readings is there already.
 *
 * Numbers come as arrays, a row's session by its place in the first one: as text, 36 characters a row would cost
 * more than all else.
 * $1–$7 of sessions: id, seen, events, meter, told at, estimated end, place from 1; $8 received at
 * $9–$16 of readings: place, at, number, context, register, power, current, state of charge
 * $17–$22 of marks: place, ordinal, at, energy, power, current; $23 the outbox's drafts
 * $24 of sessions: when charging began, where it did
 */
export const takeInSql = `WITH change AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::int[],
      $24::timestamptz[]) AS c (id, seen, events, meter, told_at, estimated_end_at, place, active_since)
  ), taken AS (
    UPDATE charging_session AS s SET
      version = s.version + c.events,
      status = CASE WHEN c.active_since IS NULL THEN s.status ELSE 'ACTIVE'::charging_status END,
      active_since = coalesce(s.active_since, c.active_since),
      meter = c.meter::json,
      meter_version = s.meter_version + 1,
      told_at = coalesce(c.told_at, s.told_at),
      told_meter_version = CASE WHEN c.told_at IS NULL THEN s.told_meter_version ELSE s.meter_version + 1 END,
      estimated_end_at = CASE WHEN c.told_at IS NULL THEN s.estimated_end_at ELSE c.estimated_end_at END
    FROM change c WHERE s.id = c.id AND s.xmin = c.seen::xid
    RETURNING s.id, c.place
  ), readings AS (
    INSERT INTO meter_reading (session_id, at, seq_no, context, register_mwh, power_w, current_a, soc_percent, received_at)
    SELECT t.id::uuid, to_timestamp(r.at / 1000), r.seq_no, r.context, r.register_mwh, r.power_w, r.current_a,
      r.soc_percent, $8::timestamptz
    FROM unnest($9::int[], $10::float8[], $11::int[], $12::int2[], $13::float8[], $14::float8[], $15::float8[],
      $16::float8[]) AS r (place, at, seq_no, context, register_mwh, power_w, current_a, soc_percent)
    JOIN taken t ON t.place = r.place
  ), marks AS (
    INSERT INTO meter_mark (session_id, ordinal, at, energy_mwh, power_w, current_a)
    SELECT t.id::uuid, m.ordinal, to_timestamp(m.at / 1000), m.energy_mwh, m.power_w, m.current_a
    FROM unnest($17::int[], $18::int[], $19::float8[], $20::float8[], $21::float8[], $22::float8[])
      AS m (place, ordinal, at, energy_mwh, power_w, current_a)
    JOIN taken t ON t.place = m.place
  ), outbox AS (
    ${insertOutboxSql(`(SELECT jsonb_agg(draft) FROM jsonb_array_elements($23::jsonb) AS draft
      WHERE draft->>'aggregate_id' IN (SELECT id FROM taken))`)}
  )
  SELECT id FROM taken`;

/** Marks of sessions from an ordinal on, in order; one row a session. */
export const marksSql = `SELECT m.session_id::text AS id,
    array_agg((extract(epoch FROM m.at) * 1000)::float8 ORDER BY m.ordinal) AS at,
    array_agg(m.energy_mwh ORDER BY m.ordinal) AS energy,
    array_agg(m.power_w ORDER BY m.ordinal) AS power,
    array_agg(m.current_a ORDER BY m.ordinal) AS current
  FROM unnest($1::uuid[], $2::int[]) AS wanted (session_id, ordinal)
  JOIN meter_mark m ON m.session_id = wanted.session_id AND m.ordinal >= wanted.ordinal
  GROUP BY m.session_id`;

/** Sessions by connector and transaction; without a transaction, the one that is open on the connector. */
export const namedSql = `SELECT n.connector_id AS "connectorId", n.transaction_id AS "transactionId", s.id
  FROM unnest($1::text[], $2::text[]) AS n (connector_id, transaction_id)
  JOIN charging_session s ON s.connector_id = n.connector_id AND (
    CASE WHEN n.transaction_id = '' THEN s.status IN ('PENDING', 'ACTIVE', 'PAUSED')
      ELSE s.transaction_id = n.transaction_id END)`;
