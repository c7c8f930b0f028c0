import type { SqlExecutor } from '@voltpark/kit/database/executor';
import type { At, ExportKind, ExportRow } from '../application/ports.js';
import type { Cell } from '../domain/csv.js';
import type { Days } from '../domain/reports.js';
import { boundsOf } from './occupancy-reads.js';

interface Source {
  readonly table: string;
  /** The instant that a row stands at in the export. */
  readonly at: string;
  /** What tells rows of one instant apart. */
  readonly id: string;
  readonly cells: readonly string[];
}

const instant = (column: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const sources: Readonly<Record<ExportKind, Source>> = {
  STAYS: {
    ...{ table: 'stay_fact', at: 'entered_at', id: 'id' },
    cells: [
      ...['id', instant('entered_at'), instant('left_at')],
      ...['round(extract(epoch FROM left_at - entered_at))::float8', 'status', 'vehicle_size'],
      ...['is_electric', 'slot_kind'],
    ],
  },
  CHARGING_SESSIONS: {
    ...{ table: 'charging_fact', at: 'started_at', id: 'id' },
    cells: [
      ...['id', 'station_id', instant('started_at'), instant('ended_at')],
      ...['energy_wh::float8', 'interrupted'],
    ],
  },
  INVOICES: {
    ...{ table: 'invoice_fact', at: 'issued_at', id: 'id' },
    cells: [
      ...['id', 'kind', instant('issued_at'), 'currency'],
      ...['(total_minor - tax_minor)::text', 'tax_minor::text', 'total_minor::text'],
    ],
  },
  OCCUPANCY: {
    ...{ table: 'occupancy_quarter', at: 'start', id: 'start' },
    cells: [
      ...[instant('start'), '(known_ms / 1000)::float8'],
      ...['round(taken_ms / known_ms::numeric, 3)::float8'],
      'round(in_service_ms / known_ms::numeric, 3)::float8',
    ],
  },
  EVENTS: {
    ...{ table: 'event_log', at: 'at', id: 'id' },
    cells: [instant('at'), 'type', 'aggregate_type', 'aggregate_id', 'aggregate_version'],
  },
};

/** Rows of local days in the order of their instants, from behind a key on. */
export async function readExport(
  db: SqlExecutor,
  kind: ExportKind,
  { facility }: At,
  question: Days & { readonly limit: number; readonly after: readonly string[] | null },
): Promise<ExportRow[]> {
  const { table, at, id, cells } = sources[kind];
  const { from, to } = await boundsOf(db, facility.timeZone, question);
  const rows = await db.$queryRawUnsafe<{ key_at: string; key_id: string; cells: Cell[] }[]>(
    `SELECT ${instant(at)} AS key_at, ${id}::text AS key_id, jsonb_build_array(${cells.join(', ')}) AS cells
     FROM ${table} WHERE facility_id = $1 AND ${at} >= $2::text::timestamptz AND ${at} < $3::text::timestamptz
       AND ($4::text IS NULL OR (${at}, ${id}) > ($4::text::timestamptz, $5::text${kind === 'OCCUPANCY' ? '::timestamptz' : ''}))
     ORDER BY ${at}, ${id} LIMIT $6::int`,
    ...[facility.id, from.toISOString(), to.toISOString()],
    ...[question.after?.[0] ?? null, question.after?.[1] ?? null, question.limit],
  );
  return rows.map((row) => ({ key: [row.key_at, row.key_id], cells: row.cells }));
}
