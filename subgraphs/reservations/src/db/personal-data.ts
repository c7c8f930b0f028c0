import type { OpenMatter } from '@voltpark/contracts';
import type { PersonalData } from '@voltpark/kit/privacy/personal-data';
import type { Db } from './saving.js';

/** What reservations know of people: who booked when for which vehicle, and who stands where now. */
export const personalData: PersonalData<Db> = {
  tables: [
    {
      table: 'reservation',
      key: ['id'],
      customer: 'customer_id',
      registration: ['registration'],
      texts: ['reason'],
      kept: 'Reservations without whom they were for: how slots were used, and what invoices are for.',
    },
    {
      table: 'stay',
      key: ['id'],
      registration: ['registration'],
      fate: 'DELETE',
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
    'plan_version.*': 'what things cost',
    'reservation.charges': 'amounts',
    'reservation.terms': 'terms of the place',
    'terms.*': 'terms of a place',
  },
  async open(tx, { customerId, registrations }) {
    return tx.$queryRawUnsafe<OpenMatter[]>(
      `SELECT 'RESERVATION' AS kind, id FROM reservation
       WHERE status IN ('PENDING', 'CONFIRMED')
         AND (customer_id = $1 OR (customer_id IS NULL AND registration = ANY($2::text[])))
       ORDER BY id LIMIT 20`,
      customerId,
      registrations,
    );
  },
};
