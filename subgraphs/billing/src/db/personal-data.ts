import type { OpenMatter } from '@voltpark/contracts';
import type { PersonalData, PersonalTable } from '@voltpark/kit/privacy/personal-data';
import type { Db } from './saving.js';

/** Commercial and tax law want what was sold and paid for years; whom to, for amounts like ours, they do not. */
const books = 'Accounts and documents have to be kept by law; they add up without the person.';

const ofCustomer = (table: string, more: Partial<PersonalTable> = {}): PersonalTable => ({
  table,
  key: ['id'],
  customer: 'customer_id',
  kept: books,
  ...more,
});

/** What billing knows of people: who parked and charged, what for, and how it was paid. */
export const personalData: PersonalData<Db> = {
  tables: [
    ofCustomer('stay', { registration: ['registration'] }),
    {
      table: 'charging_session',
      key: ['id'],
      via: { column: 'parking_session_id', table: 'stay', key: 'id' },
    },
    {
      table: 'visit_discount',
      key: ['visit_id', 'discount_id'],
      via: { column: 'visit_id', table: 'stay', key: 'id' },
      actors: ['applied_by'],
    },
    ofCustomer('reservation', { registration: ['registration'] }),
    ofCustomer('pass', { registration: ['registration'] }),
    {
      table: 'ownership',
      key: ['vehicle_id', 'version'],
      customer: 'customer_id',
      registration: ['registration'],
      fate: 'DELETE',
    },
    ofCustomer('charge', { documents: ['lines'] }),
    ofCustomer('invoice', {
      registration: ['registration'],
      documents: ['content'],
      texts: ['cancel_reason'],
    }),
    ofCustomer('receivable', { key: ['invoice_id'] }),
    ofCustomer('payment', {
      actors: ['created_by'],
      texts: ['explanation', 'void_reason'],
      // The processor's word for a card: it could ask whose it is.
      blank: { token: 'erased' },
      secret: ['token'],
    }),
    {
      table: 'simulated_operation',
      key: ['id'],
      via: { column: 'payment_id', table: 'payment', key: 'id' },
      blank: { token: 'erased' },
      secret: ['token'],
    },
    {
      table: 'refund',
      key: ['id'],
      via: { column: 'payment_id', table: 'payment', key: 'id' },
      actors: ['created_by'],
      texts: ['reason', 'explanation'],
      kept: books,
    },
    ofCustomer('ledger_posting'),
  ],
  impersonal: {
    'charging_session.*': 'when and what was charged: amounts and times',
    'discount.*': 'what is offered',
    'facility.*': 'a place',
    'invoice.credit_note_id': 'a document',
    'ledger_posting.account': 'an account of the books, not of a person',
    'pass.price': 'an amount',
    'price_version.*': 'what things cost',
    'receivable.credit_note_id': 'a document',
    'reservation.charges': 'amounts',
    'setting.*': 'how a place is run',
    'simulated_operation.explanation': 'words of the simulated processor',
    'tenant.*': 'a company',
    'visit_discount.content': 'what was offered',
    'work.*': 'what is to be billed, by id, and why it waits; gone when it is done',
  },
  async open(tx, { customerId, registrations }) {
    return tx.$queryRawUnsafe<OpenMatter[]>(
      `SELECT 'PARKING_SESSION' AS kind, id FROM stay WHERE status = 'OPEN'
         AND (customer_id = $1 OR (customer_id IS NULL AND registration = ANY($2::text[])))
       UNION ALL SELECT 'UNBILLED_STAY', visit.id FROM visit JOIN stay USING (id)
         WHERE visit.waiting_for IS NOT NULL AND stay.customer_id = $1
       UNION ALL SELECT 'UNBILLED_STAY', work.subject_id FROM work
         LEFT JOIN stay ON stay.id = work.subject_id LEFT JOIN pass ON pass.id = work.subject_id
         WHERE coalesce(stay.customer_id, pass.customer_id) = $1
       UNION ALL SELECT 'UNBILLED_RESERVATION', reservation.id FROM work
         JOIN reservation ON reservation.id = work.subject_id AND work.kind = 'RESERVATION'
         WHERE reservation.customer_id = $1
       UNION ALL SELECT 'INVOICE', id FROM invoice WHERE status = 'DRAFT' AND customer_id = $1
       UNION ALL SELECT 'INVOICE', invoice_id FROM receivable WHERE status = 'OPEN' AND customer_id = $1
       UNION ALL SELECT 'PAYMENT', id FROM payment WHERE customer_id = $1 AND attend_at IS NOT NULL
       UNION ALL SELECT 'REFUND', refund.id FROM refund JOIN payment ON payment.id = refund.payment_id
         WHERE payment.customer_id = $1 AND refund.status IN ('REQUESTED', 'UNKNOWN')
       ORDER BY kind, id LIMIT 20`,
      customerId,
      registrations,
    );
  },
};
