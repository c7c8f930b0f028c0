import type { PersonalData } from '@voltpark/kit/privacy/personal-data';

/** Facilities knows tenants, places and settings, and of people only which member of staff changed what. */
export const personalData: PersonalData = {
  tables: [],
  impersonal: {
    'facility.*': 'a place',
    'setting.*': 'how a place is run',
    'setting_change.*': 'how a place was run',
    'tenant.*': 'a company',
    'setting.changed_by': 'staff',
    'setting_change.changed_by': 'staff',
  },
};
