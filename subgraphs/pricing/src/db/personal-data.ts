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
    'discount.*': 'what is offered',
    'ignored_setting.*': 'a setting of a place',
    'rule_set.*': 'what things cost',
    'rule_version.*': 'what things cost',
    'station.*': 'a thing',
    'tenant.*': 'a company',
    'rule_version.created_by': 'staff',
    'assignment.assigned_by': 'staff',
  },
};
