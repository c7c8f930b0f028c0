import {
  accountsEvents,
  billingEvents,
  chargingEvents,
  operationsEvents,
  parkingEvents,
  reservationsEvents,
  type EventDefinition,
} from '@voltpark/contracts';
import { everyone } from '@voltpark/kit/viewer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wordsOf } from '../../src/application/texts.js';
import { kinds, type NoticeKind } from '../../src/domain/kinds.js';
import { facilityId, noon, notificationsSystem, tenantId } from '../support/system.js';

const at = noon.toISOString();
const until = new Date(noon.getTime() + 3_600_000).toISOString();
const who = { tenantId, facilityId, customerId: 'anna', registration: 'DDAB123' };
const came = {
  ...{
    energyWh: 12_340,
    socPercent: 80,
    endedAt: at,
    reachedAt: at,
    idleSince: at,
    feeFrom: until,
  },
  cost: { currency: 'EUR', exclTax: '5.0', inclTax: '5.95' },
};
const invoice = { ...who, currency: 'EUR', totalMinor: 1234, owedMinor: 234, dueAt: until };
const payment = {
  ...who,
  currency: 'EUR',
  amountMinor: 1234,
  refundedMinor: 500,
  reason: 'declined',
};
const booked = {
  ...{ ...who, slotNumber: 'A7', startsAt: at, endsAt: until, noShowAt: until },
  ...{ confirmationCode: 'K7X2', reason: null },
  charges: [{ kind: 'PENALTY', amount: '3.00', currency: 'EUR' }],
};
const alert = {
  ...who,
  kind: 'FEED_STALE',
  severity: 'WARNING',
  subjectId: 'feed',
  message: 'Silent.',
};

/** Which event makes which kind, and a part of what a German reader sees. */
const occasions: readonly (readonly [NoticeKind, EventDefinition, object, string])[] = [
  ['PARKED', parkingEvents.vehicleParked, { ...who, slotNumber: 'A7', enteredAt: at }, 'Platz A7'],
  [
    'LEFT',
    parkingEvents.vehicleLeft,
    { ...who, slotNumber: 'A7', leftAt: at, durationSeconds: 5400 },
    '1 Std. 30 Min.',
  ],
  ['CHARGING_PROPOSED', chargingEvents.sessionProposed, { ...who, expiresAt: until }, '13:00'],
  ['CHARGING_STARTED', chargingEvents.sessionStarted, { ...who, startedAt: at }, '12:00'],
  [
    'CHARGING_COMPLETED',
    chargingEvents.sessionCompleted,
    { ...who, ...came },
    '12,3 kWh geladen, 5,95 €',
  ],
  ['CHARGING_INTERRUPTED', chargingEvents.sessionInterrupted, { ...who, ...came }, 'Störung'],
  ['CHARGE_REACHED', chargingEvents.socThresholdReached, { ...who, ...came }, 'Akku bei 80 %'],
  ['IDLE_STARTED', chargingEvents.idleStarted, { ...who, ...came }, '13:00 kostet'],
  [
    ...(['QUEUE_OFFERED', chargingEvents.queuePositionChanged] as const),
    { ...who, status: 'OFFERED', offer: { offerId: 'o', expiresAt: until } },
    'bis 04.05.2026, 13:00',
  ],
  [
    'INVOICE_ISSUED',
    billingEvents.invoiceIssued,
    { ...invoice, kind: 'INVOICE', number: 'R-1' },
    'R-1 beträgt 12,34 €',
  ],
  [
    'CREDIT_ISSUED',
    billingEvents.invoiceIssued,
    { ...invoice, kind: 'CREDIT_NOTE', number: 'G-1' },
    'Gutschrift G-1',
  ],
  ['INVOICE_PAID', billingEvents.invoicePaid, { ...invoice, paidAt: at }, '12,34 € ist bezahlt'],
  ['INVOICE_OVERDUE', billingEvents.invoiceOverdue, invoice, 'Offen sind noch 2,34 €'],
  ['INVOICE_DUNNED', billingEvents.invoiceDunned, { ...invoice, level: 2 }, '2. Mahnung'],
  ['PAYMENT_FAILED', billingEvents.paymentFailed, payment, '12,34 € ging nicht durch'],
  ['REFUND_ISSUED', billingEvents.refundIssued, payment, '5,00 € sind auf dem Weg'],
  [
    'PASS_ACTIVE',
    accountsEvents.passChanged,
    { ...who, status: 'ACTIVE', validFrom: at, validUntil: until },
    'gilt von',
  ],
  [
    'PASS_ENDED',
    accountsEvents.passChanged,
    { ...who, status: 'EXPIRED', validFrom: at, validUntil: until },
    'gilt nicht mehr',
  ],
  ['RESERVATION_CONFIRMED', reservationsEvents.reservationConfirmed, booked, 'Code ist K7X2'],
  ['RESERVATION_CHANGED', reservationsEvents.reservationChanged, booked, 'jetzt Platz A7'],
  [
    'RESERVATION_OPENED',
    reservationsEvents.reservationWindowOpened,
    booked,
    'für DDAB123 freigehalten',
  ],
  [
    'RESERVATION_CANCELLED',
    reservationsEvents.reservationCancelled,
    booked,
    'Gebühr beträgt 3,00 €',
  ],
  ['RESERVATION_REJECTED', reservationsEvents.reservationRejected, booked, 'keinen Platz'],
  ['RESERVATION_NO_SHOW', reservationsEvents.reservationNoShow, booked, 'Gebühr beträgt 3,00 €'],
  ['ALERT_RAISED', operationsEvents.alertRaised, alert, 'WARNING: FEED_STALE'],
  ['ALERT_ESCALATED', operationsEvents.alertEscalated, alert, 'Noch offen'],
  ['ALERT_RESOLVED', operationsEvents.alertResolved, alert, 'Vorbei'],
];

type System = Awaited<ReturnType<typeof notificationsSystem>>;
let system: System;
beforeAll(async () => {
  system = await notificationsSystem();
  await system.knowsFacility();
  await system.knows('anna');
  await system.transact({ actor: { id: 'x' } as never }, ({ endpointStore }) =>
    endpointStore.add({
      ...{ id: 'endpoint', tenantId, url: 'https://127.0.0.1/', kinds: [] },
      ...{ secret: Buffer.alloc(32), createdAt: noon },
    }),
  );
});
afterAll(() => system.stop());

it('there is an occasion for every kind but what staff says', () => {
  const covered = new Set(occasions.map(([kind]) => kind));
  expect(Object.keys(kinds).filter((kind) => !covered.has(kind as NoticeKind))).toEqual([
    'ANNOUNCEMENT',
  ]);
});

it.each(occasions)('%s is told once, and says what happened', async (kind, event, data, words) => {
  const id = `event of ${kind}`;
  await system.hears(event, data, { id });
  await system.hears(event, data, { id });
  const rows = await system.prisma.noticeRow.findMany({ where: { kind } });
  const isAlert = kind.startsWith('ALERT_');
  expect(rows.map(({ recipientKind }) => recipientKind).toSorted()).toEqual(
    isAlert ? ['TENANT'] : ['CUSTOMER', 'TENANT'],
  );
  const notices = await system.reads.notices.byIds(
    rows.map((row) => row.id),
    everyone,
  );
  const [notice] = notices.filter(({ recipient }) => isAlert || recipient.kind === 'CUSTOMER');
  if (notice === undefined) throw new Error('nobody was told');
  const contact = await system.reads.people.contact('anna');
  const [facility] = await system.reads.facilities.byIds([facilityId]);
  const { subject, body } = await wordsOf(system.reads, notice, 'IN_APP', {
    contact,
    facility: facility ?? null,
  });
  expect(`${subject}\n${body}`.replaceAll(/[\u00a0\u202f]/g, ' ')).toContain(words);
});
