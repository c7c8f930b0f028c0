import { z } from 'zod';
import { defineEvent } from '../event.js';
import { currencySchema, decimalSchema } from '../money.js';
import { personAnsweredBy } from '../person.js';
import { idSchema, registrationSchema, slotSizeSchema } from '../shared.js';

export const reservationStatuses = [
  'PENDING',
  'CONFIRMED',
  'FULFILLED',
  'CANCELED',
  'NO_SHOW',
  'EXPIRED',
  'REJECTED',
] as const;
export const reservationStatusSchema = z.enum(reservationStatuses);
export type ReservationStatus = z.infer<typeof reservationStatusSchema>;

/** What is to be paid for a reservation: its price, or a fee instead of it. */
export const reservationChargeSchema = z.object({
  kind: z.enum(['RESERVATION', 'PENALTY']),
  reason: z.enum(['BOOKED', 'CANCELED_LATE', 'NO_SHOW']),
  description: z.string(),
  /** With tax, in the currency's major unit. */
  amount: decimalSchema,
  currency: currencySchema,
  taxPercent: decimalSchema.nullable(),
});

/** Everything about a reservation after its change, so that a late consumer needs no history. */
const snapshot = z.object({
  reservationId: idSchema,
  /** The slot that it has now, or had last, has it under this id: another one after every move. */
  bookingId: idSchema,
  facilityId: idSchema,
  tenantId: idSchema,
  slotId: idSchema,
  slotNumber: z.string(),
  customerId: idSchema.nullable(),
  registration: registrationSchema,
  vehicleSize: slotSizeSchema,
  isElectric: z.boolean(),
  status: reservationStatusSchema,
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  /** From here on the vehicle may arrive, and the slot is nobody else's. */
  opensAt: z.iso.datetime(),
  /** Who has not come by then does not come. */
  noShowAt: z.iso.datetime(),
  /** Until here the slot is nobody else's: the end and the time to leave. */
  keptUntil: z.iso.datetime(),
  /** While PENDING: until when it is to be confirmed. */
  holdExpiresAt: z.iso.datetime().nullable(),
  confirmationCode: z.string().nullable(),
  /** The stay that fulfilled it. */
  parkingSessionId: idSchema.nullable(),
  /** Why it was canceled, rejected or moved; null where there is nothing to explain. */
  reason: z.string().nullable(),
  /** What there is to pay as things stand; empty while nothing is. */
  charges: z.array(reservationChargeSchema),
});
export type ReservationSnapshot = z.infer<typeof snapshot>;

const reservationEvent = (verb: string, summary: string) =>
  defineEvent({
    type: `reservations.reservation.${verb}.v1`,
    summary,
    key: 'reservationId',
    data: snapshot,
  });

export const reservationCreated = reservationEvent(
  'created',
  'A slot is to be booked: it is held until it is confirmed or the hold expires.',
);
export const reservationConfirmed = reservationEvent(
  'confirmed',
  'A slot is booked; the customer has a code for it.',
);
export const reservationChanged = reservationEvent(
  'changed',
  'A reservation has another window, vehicle or slot.',
);
export const reservationCancelled = reservationEvent(
  'cancelled',
  'A reservation was called off; a fee for doing so late is among its charges.',
);
export const reservationExpired = reservationEvent(
  'expired',
  'A reservation was not confirmed in time; its slot is free again.',
);
export const reservationWindowOpened = reservationEvent(
  'window_opened',
  'From now on the vehicle may arrive: its slot is to be kept.',
);
export const reservationFulfilled = reservationEvent(
  'fulfilled',
  'The vehicle of a reservation arrived.',
);
export const reservationNoShow = reservationEvent(
  'no_show',
  'Nobody came; the slot is free again, and a fee may be among the charges.',
);
export const reservationRejected = reservationEvent(
  'rejected',
  'There is no slot for a reservation after all; nothing is to be paid for it.',
);

export const termsChanged = defineEvent({
  type: 'reservations.terms.changed.v1',
  summary: 'A facility takes reservations on other terms.',
  key: 'facilityId',
  data: z.object({
    facilityId: idSchema,
    tenantId: idSchema,
    isOffered: z.boolean(),
    horizonDays: z.number().int(),
    minMinutes: z.number().int(),
    maxMinutes: z.number().int(),
    stepMinutes: z.number().int(),
    changeUntilMinutes: z.number().int(),
    cancelUntilMinutes: z.number().int(),
    earlyArrivalMinutes: z.number().int(),
    noShowMinutes: z.number().int(),
    lateStayMinutes: z.number().int(),
    holdSeconds: z.number().int(),
    bookingFee: decimalSchema,
    cancellationFee: decimalSchema,
    noShowFee: decimalSchema,
    taxPercent: decimalSchema.nullable(),
  }),
});

export const personAnswered = personAnsweredBy('reservations');
