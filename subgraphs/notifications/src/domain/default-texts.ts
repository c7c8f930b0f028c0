import type { Channel, NoticeKind } from './kinds.js';
import type { TemplateText } from './template.js';

/** Languages in which the house itself can say everything; the first where a person's own is not among them. */
export const houseLanguages = ['en', 'de'] as const;
type HouseLanguage = (typeof houseLanguages)[number];

const at = {
  en: '{% if facility %} at {{ facility }}{% endif %}',
  de: '{% if facility %} ({{ facility }}){% endif %}',
};
const cost = {
  en: '{% if cost %}, {{ cost }} so far{% endif %}',
  de: '{% if cost %}, bisher {{ cost }}{% endif %}',
};
const price = {
  en: '{% if cost %}, {{ cost }}{% endif %}',
  de: '{% if cost %}, {{ cost }}{% endif %}',
};

/** Operations says what is the matter; where it is comes first, as the message is a sentence of its own. */
const alertText = '{% if facility %}{{ facility }}: {% endif %}{{ message }}';

type Texts = Readonly<Record<NoticeKind, readonly [title: string, text: string]>>;

const english: Texts = {
  PARKED: ['Parked', `{{ registration }} parked in slot {{ slot }}${at.en}, {{ time }}.`],
  LEFT: ['Have a good trip', `{{ registration }} left${at.en} after {{ duration }}.`],
  CHARGING_PROPOSED: [
    'Charge while you park?',
    `{{ registration }} stands at a charger${at.en}. You can start charging until {{ until }}.`,
  ],
  CHARGING_STARTED: ['Charging', `{{ registration }} began to charge${at.en}, {{ time }}.`],
  CHARGING_COMPLETED: [
    'Charging is done',
    `{{ registration }} charged {{ energy }}${price.en}{% if charge %}; the battery is at {{ charge }}{% endif %}.`,
  ],
  CHARGING_INTERRUPTED: [
    'Charging was interrupted',
    `A fault ended charging of {{ registration }}${at.en} after {{ energy }}${price.en}. You pay no more than that.`,
  ],
  CHARGE_REACHED: [
    'Battery at {{ charge }}',
    `{{ registration }} has charged {{ energy }}${cost.en}. Others may be waiting for the charger.`,
  ],
  IDLE_STARTED: [
    'Please free the charger',
    '{{ registration }} draws no power any more.{% if feeFrom %} A fee for blocking the charger begins {{ feeFrom }}.{% endif %}',
  ],
  QUEUE_OFFERED: [
    'A charger is free for you',
    `Take the charger for {{ registration }}${at.en} until {{ until }}, or it goes to the next.`,
  ],
  INVOICE_ISSUED: [
    'Invoice {{ number }}',
    'Your invoice {{ number }} is {{ total }}, due {{ due }}.',
  ],
  CREDIT_ISSUED: [
    'Credit note {{ number }}',
    'Credit note {{ number }} of {{ total }} was issued for you.',
  ],
  INVOICE_PAID: ['Paid', 'Your invoice of {{ total }} is paid. Thank you.'],
  INVOICE_OVERDUE: [
    'Invoice overdue',
    'Your invoice was due {{ due }}. {{ owed }} is still to be paid.',
  ],
  INVOICE_DUNNED: [
    'Reminder {{ level }}',
    'Please pay {{ owed }} of your overdue invoice of {{ total }}.',
  ],
  PAYMENT_FAILED: [
    'Payment failed',
    'Your payment of {{ amount }} did not go through. Please try another way to pay.',
  ],
  REFUND_ISSUED: ['Refund', '{{ amount }} is on the way back to you.'],
  PASS_ACTIVE: [
    'Your pass is valid',
    'The pass for {{ registration }} is valid from {{ from }} until {{ until }}.',
  ],
  PASS_ENDED: ['Your pass has ended', 'The pass for {{ registration }} is no longer valid.'],
  RESERVATION_CONFIRMED: [
    'Reservation {{ code }}',
    `Slot {{ slot }}${at.en} is yours from {{ from }} until {{ until }}. Your code is {{ code }}.`,
  ],
  RESERVATION_CHANGED: [
    'Reservation changed',
    `Your reservation${at.en} is now slot {{ slot }} from {{ from }} until {{ until }}.{% if reason %} {{ reason }}{% endif %}`,
  ],
  RESERVATION_OPENED: [
    'Your slot is kept',
    `Slot {{ slot }}${at.en} is kept for {{ registration }} from now on.`,
  ],
  RESERVATION_CANCELLED: [
    'Reservation cancelled',
    `Your reservation${at.en} from {{ from }} is cancelled.{% if fee %} The fee is {{ fee }}.{% endif %}`,
  ],
  RESERVATION_REJECTED: [
    'No slot after all',
    `There is no slot for your reservation${at.en} from {{ from }}. You pay nothing for it.`,
  ],
  RESERVATION_NO_SHOW: [
    'Reservation not used',
    `You did not come to slot {{ slot }}${at.en}; it is free again.{% if fee %} The fee is {{ fee }}.{% endif %}`,
  ],
  ALERT_RAISED: ['{{ severity }}: {{ alert }}', alertText],
  ALERT_ESCALATED: ['Still open: {{ alert }}', alertText],
  ALERT_RESOLVED: ['Over: {{ alert }}', alertText],
  ANNOUNCEMENT: ['{{ title }}', '{{ text }}'],
};

const german: Texts = {
  PARKED: ['Geparkt', `{{ registration }} steht auf Platz {{ slot }}${at.de}, {{ time }}.`],
  LEFT: ['Gute Fahrt', `{{ registration }} ist nach {{ duration }} ausgefahren${at.de}.`],
  CHARGING_PROPOSED: [
    'Beim Parken laden?',
    `{{ registration }} steht an einer Ladesäule${at.de}. Sie können bis {{ until }} mit dem Laden beginnen.`,
  ],
  CHARGING_STARTED: ['Es wird geladen', `{{ registration }} lädt seit {{ time }}${at.de}.`],
  CHARGING_COMPLETED: [
    'Fertig geladen',
    `{{ registration }} hat {{ energy }} geladen${price.de}{% if charge %}; der Akku steht bei {{ charge }}{% endif %}.`,
  ],
  CHARGING_INTERRUPTED: [
    'Laden unterbrochen',
    `Eine Störung hat das Laden von {{ registration }} nach {{ energy }} beendet${price.de}${at.de}. Mehr zahlen Sie nicht.`,
  ],
  CHARGE_REACHED: [
    'Akku bei {{ charge }}',
    `{{ registration }} hat {{ energy }} geladen${cost.de}. Vielleicht warten andere auf die Ladesäule.`,
  ],
  IDLE_STARTED: [
    'Bitte Ladesäule freigeben',
    '{{ registration }} lädt nicht mehr.{% if feeFrom %} Ab {{ feeFrom }} kostet das Blockieren der Ladesäule Gebühren.{% endif %}',
  ],
  QUEUE_OFFERED: [
    'Eine Ladesäule ist frei für Sie',
    `Nehmen Sie die Ladesäule für {{ registration }}${at.de} bis {{ until }} an, sonst bekommt sie der Nächste.`,
  ],
  INVOICE_ISSUED: [
    'Rechnung {{ number }}',
    'Ihre Rechnung {{ number }} beträgt {{ total }}, fällig am {{ due }}.',
  ],
  CREDIT_ISSUED: [
    'Gutschrift {{ number }}',
    'Für Sie wurde die Gutschrift {{ number }} über {{ total }} ausgestellt.',
  ],
  INVOICE_PAID: ['Bezahlt', 'Ihre Rechnung über {{ total }} ist bezahlt. Vielen Dank.'],
  INVOICE_OVERDUE: [
    'Rechnung überfällig',
    'Ihre Rechnung war am {{ due }} fällig. Offen sind noch {{ owed }}.',
  ],
  INVOICE_DUNNED: [
    '{{ level }}. Mahnung',
    'Bitte zahlen Sie {{ owed }} Ihrer überfälligen Rechnung über {{ total }}.',
  ],
  PAYMENT_FAILED: [
    'Zahlung fehlgeschlagen',
    'Ihre Zahlung über {{ amount }} ging nicht durch. Bitte zahlen Sie auf anderem Weg.',
  ],
  REFUND_ISSUED: ['Erstattung', '{{ amount }} sind auf dem Weg zurück zu Ihnen.'],
  PASS_ACTIVE: [
    'Ihre Dauerkarte gilt',
    'Die Dauerkarte für {{ registration }} gilt von {{ from }} bis {{ until }}.',
  ],
  PASS_ENDED: [
    'Ihre Dauerkarte ist beendet',
    'Die Dauerkarte für {{ registration }} gilt nicht mehr.',
  ],
  RESERVATION_CONFIRMED: [
    'Reservierung {{ code }}',
    `Platz {{ slot }}${at.de} gehört Ihnen von {{ from }} bis {{ until }}. Ihr Code ist {{ code }}.`,
  ],
  RESERVATION_CHANGED: [
    'Reservierung geändert',
    `Ihre Reservierung${at.de}: jetzt Platz {{ slot }} von {{ from }} bis {{ until }}.{% if reason %} {{ reason }}{% endif %}`,
  ],
  RESERVATION_OPENED: [
    'Ihr Platz wird freigehalten',
    `Platz {{ slot }}${at.de} wird ab jetzt für {{ registration }} freigehalten.`,
  ],
  RESERVATION_CANCELLED: [
    'Reservierung storniert',
    `Ihre Reservierung${at.de} ab {{ from }} ist storniert.{% if fee %} Die Gebühr beträgt {{ fee }}.{% endif %}`,
  ],
  RESERVATION_REJECTED: [
    'Leider kein Platz',
    `Für Ihre Reservierung${at.de} ab {{ from }} gibt es keinen Platz. Sie zahlen nichts dafür.`,
  ],
  RESERVATION_NO_SHOW: [
    'Reservierung nicht genutzt',
    `Sie sind nicht zu Platz {{ slot }}${at.de} gekommen; er ist wieder frei.{% if fee %} Die Gebühr beträgt {{ fee }}.{% endif %}`,
  ],
  ALERT_RAISED: ['{{ severity }}: {{ alert }}', alertText],
  ALERT_ESCALATED: ['Noch offen: {{ alert }}', alertText],
  ALERT_RESOLVED: ['Vorbei: {{ alert }}', alertText],
  ANNOUNCEMENT: ['{{ title }}', '{{ text }}'],
};

const texts: Readonly<Record<HouseLanguage, Texts>> = { en: english, de: german };
const greeting: Readonly<Record<HouseLanguage, string>> = {
  en: 'Hello{% if name %} {{ name }}{% endif %},',
  de: 'Guten Tag{% if name %} {{ name }}{% endif %},',
};

const isHouseLanguage = (language: string): language is HouseLanguage =>
  (houseLanguages as readonly string[]).includes(language);

/** The house's own words; null when it does not speak the language. */
export function houseText(
  kind: NoticeKind,
  channel: Channel,
  language: string,
): TemplateText | null {
  if (!isHouseLanguage(language)) return null;
  const [subject, text] = texts[language][kind];
  if (channel !== 'EMAIL') return { subject, body: text };
  return { subject, body: `${greeting[language]}\n\n${text}\n\nVoltpark` };
}
