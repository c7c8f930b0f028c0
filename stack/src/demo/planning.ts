import { signIn } from '../import-facilities/voltpark.js';
import type { Credentials } from '../options.js';
import { patiently, Person } from '../person.js';

/** On which terms the demo town's facilities are booked: short windows, from any minute on, so that there is life. */
const terms = {
  isOffered: true,
  horizonDays: 60,
  minMinutes: 10,
  maxMinutes: 2_880,
  stepMinutes: 0,
  changeUntilMinutes: 30,
  cancelUntilMinutes: 30,
  earlyArrivalMinutes: 5,
  noShowMinutes: 3,
  lateStayMinutes: 5,
  holdSeconds: 120,
  bookingFee: '1.50',
  cancellationFee: '2.00',
  noShowFee: '5.00',
  taxPercent: '19',
} as const;

/** What staff wants to be told of beside what every facility has from the beginning. */
const rules = [
  { kind: 'HIGH_REVENUE', threshold: 50_000, margin: 0, holdFor: 'PT0S', severity: 'INFO' },
  { kind: 'LOW_AVAILABILITY', threshold: 3, margin: 2, holdFor: 'PT10S', severity: 'CRITICAL' },
] as const;

/** Words of the tenant's own; everything else the house says. */
const words = [
  {
    language: 'en',
    subject: 'Your slot on the Elbe',
    body: '{{ name }}, slot {{ slot }}{% if facility %} at {{ facility }}{% endif %} is yours from {{ from }} until {{ until }}. Your code is {{ code }}.',
  },
  {
    language: 'de',
    subject: 'Ihr Platz an der Elbe',
    body: '{{ name }}, Platz {{ slot }}{% if facility %} ({{ facility }}){% endif %} gehört Ihnen von {{ from }} bis {{ until }}. Ihr Code ist {{ code }}.',
  },
] as const;

/** Makes a facility bookable. */
export async function takeReservations(admin: Person, facilityId: string): Promise<void> {
  await admin.do('setBookingTerms', { facilityId, ...terms }, '', ['NotFound']);
}

/** Says what staff wants to be told of at a facility. */
export async function watchFacility(
  admin: Person,
  facilityId: string,
  index: number,
): Promise<void> {
  for (const rule of rules) {
    const idempotencyKey = `demo-rule-${index}-${rule.kind}`;
    await admin.do('saveAlertRule', { facilityId, idempotencyKey, ...rule, enabled: true }, '', [
      'NotFound',
    ]);
  }
}

/** Texts of the tenant's own, and where its staff reads mails; both are its operator's to say. */
export async function setWords(url: string, operator: Credentials): Promise<void> {
  const staff = new Person(await patiently(() => signIn(url, operator)));
  for (const text of words) {
    const idempotencyKey = `demo-words-${text.language}`;
    const of = { kind: 'RESERVATION_CONFIRMED', channel: 'IN_APP' };
    await staff.do('writeNoticeTemplate', { idempotencyKey, ...of, ...text }, '');
  }
  await staff.do(
    'setStaffMailbox',
    { address: 'control@elbe-parking.example', language: 'de-DE' },
    '',
  );
}
