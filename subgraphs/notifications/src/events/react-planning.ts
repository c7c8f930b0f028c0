import { operationsEvents, reservationsEvents, type DataOf } from '@voltpark/contracts';
import type { Reaction } from '@voltpark/kit/backbone/reaction';
import type { NoticeKind } from '../domain/kinds.js';
import { telling, type Concern, type Reacting } from './reacting.js';

type Reservation = DataOf<typeof reservationsEvents.reservationConfirmed>;

const reservationOf = (kind: NoticeKind, data: Reservation): Concern => {
  const fee = data.charges.find((charge) => charge.kind === 'PENALTY');
  return {
    ...{ kind, customerId: data.customerId },
    facts: {
      ...{ registration: data.registration, slot: data.slotNumber, code: data.confirmationCode },
      ...{ from: data.startsAt, until: data.endsAt, reason: data.reason },
      fee: fee === undefined ? null : { amount: fee.amount, currency: fee.currency },
    },
  };
};

/** Notices of reservations. */
export function reservationReactions<Tx>(given: Reacting<Tx>): Reaction<Tx>[] {
  const {
    reservationConfirmed,
    reservationChanged,
    reservationWindowOpened,
    reservationCancelled,
    reservationRejected,
    reservationNoShow,
  } = reservationsEvents;
  return [
    telling(given, reservationConfirmed, (data) => reservationOf('RESERVATION_CONFIRMED', data)),
    telling(given, reservationChanged, (data) => reservationOf('RESERVATION_CHANGED', data)),
    telling(given, reservationWindowOpened, (data) => ({
      ...reservationOf('RESERVATION_OPENED', data),
      expiresAt: data.noShowAt,
    })),
    telling(given, reservationCancelled, (data) => reservationOf('RESERVATION_CANCELLED', data)),
    telling(given, reservationRejected, (data) => reservationOf('RESERVATION_REJECTED', data)),
    telling(given, reservationNoShow, (data) => reservationOf('RESERVATION_NO_SHOW', data)),
  ];
}

type Alert = DataOf<typeof operationsEvents.alertRaised>;

const alertOf = (kind: NoticeKind, data: Alert): Concern => ({
  ...{ kind, customerId: null },
  facts: {
    ...{ alert: data.kind, severity: data.severity, subject: data.subjectId },
    message: data.message,
  },
});

/** Alerts, for the systems of the tenant. */
export function operationsReactions<Tx>(given: Reacting<Tx>): Reaction<Tx>[] {
  const { alertRaised, alertEscalated, alertResolved } = operationsEvents;
  return [
    telling(given, alertRaised, (data) => alertOf('ALERT_RAISED', data)),
    telling(given, alertEscalated, (data) => alertOf('ALERT_ESCALATED', data)),
    telling(given, alertResolved, (data) => alertOf('ALERT_RESOLVED', data)),
  ];
}
