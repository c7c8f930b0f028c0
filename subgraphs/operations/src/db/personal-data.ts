import type { PersonalData } from '@voltpark/kit/privacy/personal-data';
import type { Db } from './saving.js';

/** Operations watches devices; of people it knows which member of staff took care of what, by account. */
export const personalData: PersonalData<Db> = {
  tables: [
    {
      table: 'alert',
      key: ['id'],
      actors: ['acknowledged_by', 'resolved_by'],
      texts: ['resolution'],
      kept: 'Alerts without who took care of them: how well a facility ran.',
    },
    {
      table: 'alert_rule',
      key: ['id'],
      actors: ['updated_by'],
      kept: 'When staff wants to be told of what, without who decided it.',
    },
  ],
  impersonal: {
    'alert.*': 'words about a device or place',
    'device.*': 'a thing',
    'facility.*': 'a place',
    'rule_state.*': 'a rule and its device or place',
  },
};
