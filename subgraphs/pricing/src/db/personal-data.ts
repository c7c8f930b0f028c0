import type { PersonalData } from '@voltpark/kit/privacy/personal-data';
import type { Db } from './saving.js';

/** What pricing knows of people: prices that they asked for, and passes. */
export const personalData: PersonalData<Db> = {
  tables: [
    { table: 'quote', key: ['id'], customer: 'customer_id', fate: 'DELETE' },
    {
      table: 'pass',
      key: ['id'],
      customer: 'customer_id',
      registration: ['registration'],
      fate: 'DELETE',
    },
  ],
  impersonal: {
    'rule_version.created_by': 'staff',
    'assignment.assigned_by': 'staff',
  },
};
