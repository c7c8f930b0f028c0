import type { OpenMatter } from '@voltpark/contracts';
import type { PersonalData } from '@voltpark/kit/privacy/personal-data';
import type { Db } from './saving.js';

/** What charging knows of people: who charged, waited for a charger or was offered one. */
export const personalData: PersonalData<Db> = {
  tables: [
    {
      table: 'charging_session',
      key: ['id'],
      customer: 'customer_id',
      registration: ['registration'],
      actors: ['started_by'],
      kept: 'Sessions without their vehicle: what stations delivered, and what invoices are for.',
    },
    {
      table: 'meter_reading',
      key: ['session_id', 'at', 'seq_no', 'context'],
      via: { column: 'session_id', table: 'charging_session', key: 'id' },
      kept: 'What meters showed: the proof of what was delivered.',
    },
    {
      table: 'meter_mark',
      key: ['session_id', 'ordinal'],
      via: { column: 'session_id', table: 'charging_session', key: 'id' },
    },
    {
      table: 'stop_report',
      key: ['id'],
      via: { column: 'session_id', table: 'charging_session', key: 'id' },
      actors: ['actor_id'],
      kept: 'How charging ended, as devices and people told.',
    },
    {
      table: 'proposal',
      key: ['id'],
      customer: 'customer_id',
      registration: ['registration'],
      fate: 'DELETE',
    },
    {
      table: 'queue_entry',
      key: ['id'],
      customer: 'customer_id',
      registration: ['registration'],
      kept: 'How long vehicles waited, without which.',
    },
    {
      table: 'stay',
      key: ['id'],
      customer: 'customer_id',
      registration: ['registration'],
      kept: 'Stays without their vehicle, as sessions belong to them.',
    },
    {
      table: 'vehicle',
      key: ['id'],
      customer: 'customer_id',
      registration: ['registration'],
      fate: 'DELETE',
    },
    { table: 'connector', key: ['id'], registration: ['reserved_for'] },
  ],
  impersonal: {
    'charging_queue.*': 'slots',
    'charging_session.fault_description': 'words of a device',
    'charging_session.meter': 'what a meter showed',
    'charging_session.stop_reason': 'one of a few words',
    'connector.fault_description': 'words of a device',
    'facility.*': 'a place',
    'meter_aside.*': 'readings of a device',
    'setting.*': 'how a place is run',
    'station.*': 'a thing',
    'stop_report.reason': 'one of a few words',
    'tariff_version.*': 'what things cost',
  },
  async open(tx, { customerId, registrations }) {
    const theirs = `(customer_id = $1 OR (customer_id IS NULL AND registration = ANY($2::text[])))`;
    return tx.$queryRawUnsafe<OpenMatter[]>(
      `SELECT 'CHARGING_SESSION' AS kind, id FROM charging_session
         WHERE status IN ('PENDING', 'ACTIVE', 'PAUSED') AND ${theirs}
       UNION ALL SELECT 'PARKING_SESSION', id FROM stay
         WHERE ${theirs} AND (left_at IS NULL OR (slot_kind = 'EV' AND settled_at IS NULL AND merged_into_id IS NULL))
       UNION ALL SELECT 'QUEUE_ENTRY', id FROM queue_entry WHERE ended_at IS NULL AND ${theirs}
       ORDER BY kind, id LIMIT 20`,
      customerId,
      registrations,
    );
  },
};
