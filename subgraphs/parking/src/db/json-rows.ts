import type {
  FacilityOccupancyRow,
  FacilityRow,
  ParkingSessionRow,
  SlotHoldRow,
  SlotRow,
  VehicleRow,
} from './generated/client.js';

/**
 * Whole rows as JSON, in the shape in which Prisma would give them, so that the hot path reads several tables
 * in one statement and shares its row mapping with everything else.
 */
const columns = {
  facility: `id tenant_id name latitude longitude time_zone status ev_policy opening_periods special_days
    capacity`,
  facility_occupancy: `facility_id tenant_id version free occupied reserved maintenance is_high high_percent
    normal_percent counted_free counted_at`,
  vehicle: 'customer_id size is_electric make model colour',
  parking_session: `id facility_id tenant_id slot_id registration registration_written customer_id make model
    colour size is_electric status entered_at left_at ending lost_ticket merged_into_id paid_until version`,
  slot: 'id facility_id tenant_id level_id number size kind distance_metres status session_id hold_id booked_from',
  slot_hold: `id kind source_id facility_id tenant_id slot_id registration status until held_at ended_at
    version`,
} as const;

/** The SQL expression that makes JSON of a row; null where the row is absent (an outer join). */
export function jsonRow(table: keyof typeof columns, alias: string, key = 'id'): string {
  const pairs = columns[table]
    .split(/\s+/)
    .map((column) => `'${camelCase(column)}', ${alias}.${column}`);
  return `CASE WHEN ${alias}.${key} IS NOT NULL THEN json_build_object(${pairs.join(', ')}) END`;
}

const camelCase = (column: string) =>
  column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A row as it arrives in JSON: instants are text. */
type Json<Row> = {
  [Column in keyof Row]: Row[Column] extends Date
    ? string
    : Row[Column] extends Date | null
      ? string | null
      : Row[Column];
};

export type FacilityJson = Omit<
  FacilityRow,
  'externalId' | 'snapshotVersion' | 'statusVersion' | keyof ExitTermsColumns
>;
export type ExitTermsColumns = Pick<
  FacilityRow,
  'exitPayment' | 'exitGraceSeconds' | 'exitFreeMinutes'
>;
export type HoldJson = Json<SlotHoldRow>;
export type OccupancyJson = Json<
  Omit<FacilityOccupancyRow, 'taken' | 'inService' | 'levelVersion'>
>;
export type VehicleJson = Omit<VehicleRow, 'id' | 'registration' | 'active' | 'version'>;
export type SessionJson = Json<ParkingSessionRow>;
export type SlotJson = Json<SlotRow>;

const instant = (text: string | null) => (text === null ? null : new Date(text));

export const sessionRow = (json: SessionJson): ParkingSessionRow => ({
  ...json,
  enteredAt: new Date(json.enteredAt),
  leftAt: instant(json.leftAt),
  paidUntil: instant(json.paidUntil),
});

export const slotRow = (json: SlotJson): SlotRow => ({
  ...json,
  bookedFrom: instant(json.bookedFrom),
});

export const holdRow = (json: HoldJson): SlotHoldRow => ({
  ...json,
  until: new Date(json.until),
  heldAt: new Date(json.heldAt),
  endedAt: instant(json.endedAt),
});

export const occupancyRow = (json: OccupancyJson) => ({
  ...json,
  countedAt: instant(json.countedAt),
});
