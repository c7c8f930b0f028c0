import type { PersonalData } from '@voltpark/kit/privacy/personal-data';

/** Nothing: facts are of stays, sessions and documents, and whose these are is never kept here. */
export const personalData: PersonalData = {
  tables: [],
  impersonal: {
    'day_summary.*': 'sums of a day',
    'facility_fact.*': 'a place',
    'kpi_told.*': 'sums',
    'station_fact.*': 'a place',
  },
};
