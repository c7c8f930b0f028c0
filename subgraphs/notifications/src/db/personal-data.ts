import type { PersonalData, PersonalTable } from '@voltpark/kit/privacy/personal-data';
import type { Db } from './saving.js';

const ofCustomer = (table: string, more: Partial<PersonalTable>): PersonalTable => ({
  table,
  key: ['customer_id'],
  customer: 'customer_id',
  fate: 'DELETE',
  ...more,
});

/**
 * What notifications knows of people: how they are reached, what they wish, and what was told to them or about them.
 * Nothing of it has to be kept.
 */
export const personalData: PersonalData<Db> = {
  tables: [
    ofCustomer('notice', {
      key: ['id'],
      registration: ['registration'],
      customers: ['recipient_id'],
      documents: ['facts'],
    }),
    {
      table: 'delivery',
      key: ['id'],
      via: { column: 'notice_id', table: 'notice', key: 'id' },
      texts: ['reason'],
      fate: 'DELETE',
    },
    ofCustomer('contact', {}),
    ofCustomer('preference', { key: ['customer_id', 'kind', 'channel'] }),
    ofCustomer('quiet_hours', {}),
    // Who has the token of a device could write to it.
    ofCustomer('push_device', { key: ['id'], secret: ['token'] }),
    {
      table: 'template',
      key: ['id'],
      actors: ['created_by'],
      kept: 'Texts of a tenant or the network, without who wrote them.',
    },
  ],
  impersonal: {
    'facility.*': 'a place',
    'template.*': 'texts with gaps for what they tell',
    'webhook.*': 'a server of a company',
    'staff_mailbox.*': 'where the staff of a company reads mails',
  },
};
