import type { SqlExecutor } from '@voltpark/kit/database/executor';
import type { Facts } from '../domain/facts.js';
import { keepSample } from './samples.js';

/**
 * Facts in plain SQL over any connection, as the same statements serve the running context and a rebuild, which
 * writes into temporary tables of the same names. Every fact comes as one JSON document and is keyed by itself.
 */
export function factsIn(tx: SqlExecutor): Facts {
  const write = async (sql: string, fact: object) => {
    await tx.$executeRawUnsafe(sql, JSON.stringify(fact));
  };
  return {
    facility: (fact) => write(sql.facility, fact),
    facilityStatus: (change) => write(sql.facilityStatus, change),
    occupancy: (facilityId, sample) => keepSample(tx, facilityId, sample),
    stay: (fact) => write(sql.stay, fact),
    stayChange: (change) => write(sql.stayChange, change),
    charging: (fact) => write(sql.charging, fact),
    station: (fact) => write(sql.station, fact),
    stationStatus: (change) => write(sql.stationStatus, change),
    reservation: (fact) => write(sql.reservation, fact),
    invoice: (fact) => write(sql.invoice, fact),
    payment: (fact) => write(sql.payment, fact),
    log: (event) => write(sql.log, event),
  };
}

type Column = readonly [name: string, field: string, type: string];

/** A statement that keeps a fact unless one of the same or a later version is there. */
function upsert(table: string, columns: readonly Column[]): string {
  const changed = columns.filter(([name]) => name !== 'id');
  return `${insert(table, columns)}
    ON CONFLICT (id) DO UPDATE SET ${changed.map(([name]) => `${name} = excluded.${name}`).join(', ')}
    WHERE ${table}.version < excluded.version`;
}

/** A statement that keeps a fact that never changes. */
const insertOnce = (table: string, columns: readonly Column[]): string =>
  `${insert(table, columns)} ON CONFLICT (id) DO NOTHING`;

const insert = (table: string, columns: readonly Column[]): string =>
  `INSERT INTO ${table} (${columns.map(([name]) => name).join(', ')})
   SELECT ${columns.map(([, field]) => `f."${field}"`).join(', ')}
   FROM jsonb_to_record($1::jsonb) AS f(${columns.map(([, field, type]) => `"${field}" ${type}`).join(', ')})`;

/** A statement that changes a fact that is there in an earlier version. */
const update = (table: string, columns: readonly Column[]): string =>
  `UPDATE ${table} SET ${columns
    .filter(([name]) => name !== 'id')
    .map(([name, field]) => `${name} = f."${field}"`)
    .join(', ')}
   FROM jsonb_to_record($1::jsonb) AS f(${columns.map(([, field, type]) => `"${field}" ${type}`).join(', ')})
   WHERE ${table}.id = f.id AND ${table}.version < f.version`;

const id: Column = ['id', 'id', 'text'];
const tenant: Column = ['tenant_id', 'tenantId', 'text'];
const facility: Column = ['facility_id', 'facilityId', 'text'];
const status: Column = ['status', 'status', 'text'];
const version: Column = ['version', 'version', 'int'];
const currency: Column = ['currency', 'currency', 'text'];
const enteredAt: Column = ['entered_at', 'enteredAt', 'timestamptz'];
const leftAt: Column = ['left_at', 'leftAt', 'timestamptz'];

const sql = {
  facility: upsert('facility_fact', [
    ...[id, tenant, ['name', 'name', 'text'] as const, ['time_zone', 'timeZone', 'text'] as const],
    ...[currency, ['country', 'country', 'text'] as const, ['places', 'places', 'int'] as const],
    ...[status, version],
  ]),
  facilityStatus: update('facility_fact', [id, status, version]),
  stay: upsert('stay_fact', [
    ...[id, tenant, facility, ['vehicle_size', 'vehicleSize', 'text'] as const],
    ['is_electric', 'isElectric', 'boolean'],
    ['slot_kind', 'slotKind', 'text'],
    ...[enteredAt, leftAt, status, version],
  ]),
  stayChange: update('stay_fact', [id, enteredAt, leftAt, status, version]),
  charging: upsert('charging_fact', [
    ...[id, tenant, facility, ['station_id', 'stationId', 'text'] as const],
    ['started_at', 'startedAt', 'timestamptz'],
    ['ended_at', 'endedAt', 'timestamptz'],
    ['energy_wh', 'energyWh', 'numeric'],
    ['interrupted', 'interrupted', 'boolean'],
    version,
  ]),
  station: upsert('station_fact', [
    ...[id, tenant, facility, ['name', 'name', 'text'] as const],
    ['connectors', 'connectors', 'int'],
    ['power_w', 'powerW', 'bigint'],
    ['registered_at', 'registeredAt', 'timestamptz'],
    ...[status, version],
  ]),
  stationStatus: update('station_fact', [id, status, version]),
  reservation: upsert('reservation_fact', [
    ...[id, tenant, facility, status],
    ['is_booked', 'isBooked', 'boolean'],
    ['starts_at', 'startsAt', 'timestamptz'],
    ['ends_at', 'endsAt', 'timestamptz'],
    version,
  ]),
  invoice: `WITH kept AS (${insertOnce('invoice_fact', [
    ...[id, tenant, facility, ['kind', 'kind', 'text'] as const, currency],
    ['total_minor', 'totalMinor', 'bigint'],
    ['tax_minor', 'taxMinor', 'bigint'],
    ['issued_at', 'issuedAt', 'timestamptz'],
  ])} RETURNING id)
    INSERT INTO invoice_line_fact (invoice_id, charge_kind, net_minor, gross_minor)
    SELECT kept.id, line."chargeKind", sum(line."netMinor"), sum(line."grossMinor")
    FROM kept, jsonb_to_recordset($1::jsonb -> 'lines')
      AS line("chargeKind" text, "netMinor" bigint, "grossMinor" bigint)
    GROUP BY 1, 2`,
  payment: insertOnce('payment_fact', [
    ...[id, tenant, facility, currency],
    ['amount_minor', 'amountMinor', 'bigint'],
    ['at', 'at', 'timestamptz'],
  ]),
  log: insertOnce('event_log', [
    ...[id, ['at', 'at', 'timestamptz'] as const, ['type', 'type', 'text'] as const],
    ...[tenant, facility, ['aggregate_type', 'aggregateType', 'text'] as const],
    ['aggregate_id', 'aggregateId', 'text'],
    ['aggregate_version', 'aggregateVersion', 'int'],
  ]),
};
