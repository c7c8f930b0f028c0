import type { OpenMatter } from '@voltpark/contracts';
import type { PersonalData } from '@voltpark/kit/privacy/personal-data';
import type { Db } from './saving.js';

/** What parking knows of people: whose vehicle stood where and when. */
export const personalData: PersonalData<Db> = {
  tables: [
    {
      table: 'parking_session',
      key: ['id'],
      customer: 'customer_id',
      registration: ['registration', 'registration_written'],
      blank: { make: null, model: null, colour: null },
      kept: 'Stays without their vehicle: how full facilities were, and what invoices are for.',
    },
    {
      table: 'session_correction',
      key: ['id'],
      via: { column: 'session_id', table: 'parking_session', key: 'id' },
      actors: ['corrected_by'],
      documents: ['before', 'after'],
      texts: ['reason'],
      kept: 'What was corrected of stays, as invoices follow from it.',
    },
    {
      table: 'slot_hold',
      key: ['id'],
      registration: ['registration'],
      kept: 'Which slots were kept, without for whom.',
    },
    {
      table: 'vehicle',
      key: ['id'],
      customer: 'customer_id',
      registration: ['registration'],
      fate: 'DELETE',
    },
  ],
  impersonal: {
    'facility.*': 'a place',
    'level.*': 'a place',
    'setting.*': 'how a place is run',
    'facility_count.recorded_by': 'devices and staff',
  },
  async open(tx, { customerId, registrations }) {
    return tx.$queryRawUnsafe<OpenMatter[]>(
      `SELECT 'PARKING_SESSION' AS kind, id FROM parking_session
       WHERE status = 'OPEN' AND (customer_id = $1 OR (customer_id IS NULL AND registration = ANY($2::text[])))
       UNION ALL SELECT 'SLOT_HOLD', id FROM slot_hold WHERE status = 'HELD' AND registration = ANY($2::text[])
       ORDER BY kind, id LIMIT 20`,
      customerId,
      registrations,
    );
  },
};
