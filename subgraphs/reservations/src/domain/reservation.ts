import type { reservationsEvents, SlotSize } from '@voltpark/contracts';
import type { Claim } from './booking-window.js';
import type { BookingTerms } from './terms.js';

/** What is to be paid for a reservation. */
export interface ReservationCharge {
  readonly kind: 'RESERVATION' | 'PENALTY';
  readonly reason: 'BOOKED' | 'CANCELED_LATE' | 'NO_SHOW';
  readonly description: string;
  /** Exact, with tax. */
  readonly amount: string;
  readonly currency: string;
  readonly taxPercent: string | null;
}

/** A slot booked for a vehicle and a window, and what became of it. */
export interface Reservation extends Claim {
  readonly id: string;
  /** Under this id it has its present slot; another one after every move. */
  readonly bookingId: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly slotId: string;
  readonly slotNumber: string;
  readonly customerId: string | null;
  readonly registration: string;
  readonly vehicleSize: SlotSize;
  readonly isElectric: boolean;
  readonly status: reservationsEvents.ReservationStatus;
  readonly holdExpiresAt: Date | null;
  readonly confirmationCode: string | null;
  /** Whether parking has agreed to promise the slot to nobody else. */
  readonly agreement: 'ASKED' | 'AGREED';
  /** Slots that parking refused for this window. */
  readonly refusedSlotIds: readonly string[];
  readonly windowOpenedAt: Date | null;
  readonly parkingSessionId: string | null;
  readonly reason: string | null;
  readonly charges: readonly ReservationCharge[];
  /** As they were when it was made. */
  readonly terms: BookingTerms;
  readonly currency: string;
  readonly createdAt: Date;
  /** Number of events published of it. */
  readonly version: number;
}

export const reservationEventTypes = [
  'ReservationCreated',
  'ReservationConfirmed',
  'ReservationChanged',
  'ReservationCancelled',
  'ReservationExpired',
  'ReservationWindowOpened',
  'ReservationFulfilled',
  'ReservationNoShow',
  'ReservationRejected',
] as const;

/** Something happened to a reservation, which is as given afterwards. */
export interface ReservationEvent {
  readonly type: (typeof reservationEventTypes)[number];
  readonly reservation: Reservation;
  readonly at: Date;
}

export interface ReservationClosed {
  readonly type: 'ReservationClosed';
  readonly message: string;
  readonly status: reservationsEvents.ReservationStatus;
}

/** It is past what is asked for. */
export const closed = ({ status }: Reservation, message: string): ReservationClosed => ({
  type: 'ReservationClosed',
  message,
  status,
});

/** True while it has its slot and nobody has come yet. */
export const isUpcoming = ({ status }: Pick<Reservation, 'status'>): boolean =>
  status === 'PENDING' || status === 'CONFIRMED';

/** The reservation after an event: one version on. */
export function happened(
  type: ReservationEvent['type'],
  before: Reservation,
  change: Partial<Reservation>,
  at: Date,
): ReservationEvent {
  return { type, at, reservation: { ...before, ...change, version: before.version + 1 } };
}

const minuteMs = 60_000;

export const changeUntilOf = ({ startsAt, terms }: Reservation): Date =>
  new Date(startsAt.getTime() - terms.changeUntilMinutes * minuteMs);
export const freeCancellationUntilOf = ({ startsAt, terms }: Reservation): Date =>
  new Date(startsAt.getTime() - terms.cancelUntilMinutes * minuteMs);

/** The charges of a fee; a fee of nothing is none. */
export function chargesOf(
  { terms, currency, slotNumber }: Pick<Reservation, 'terms' | 'currency' | 'slotNumber'>,
  reason: ReservationCharge['reason'],
): readonly ReservationCharge[] {
  const [kind, amount, description] = {
    BOOKED: ['RESERVATION', terms.bookingFee, `Reservation of slot ${slotNumber}`],
    CANCELED_LATE: ['PENALTY', terms.cancellationFee, 'Reservation called off late'],
    NO_SHOW: ['PENALTY', terms.noShowFee, 'Reservation that nobody came for'],
  }[reason] as [ReservationCharge['kind'], string, string];
  if (/^0*(\.0*)?$/.test(amount)) return [];
  return [{ kind, reason, description, amount, currency, taxPercent: terms.taxPercent }];
}
