/** The head of an export, as many names as a row has cells. */
export const exportHeads: Readonly<
  Record<'STAYS' | 'CHARGING_SESSIONS' | 'INVOICES' | 'OCCUPANCY' | 'EVENTS', readonly string[]>
> = {
  STAYS: [
    ...[
      'id',
      'entered_at',
      'left_at',
      'seconds',
      'status',
      'vehicle_size',
      'electric',
      'slot_kind',
    ],
  ],
  CHARGING_SESSIONS: ['id', 'station_id', 'started_at', 'ended_at', 'energy_wh', 'interrupted'],
  INVOICES: ['id', 'kind', 'issued_at', 'currency', 'net_minor', 'tax_minor', 'gross_minor'],
  OCCUPANCY: ['quarter_start', 'known_seconds', 'mean_taken', 'mean_in_service'],
  EVENTS: ['at', 'type', 'aggregate_type', 'aggregate_id', 'aggregate_version'],
};
