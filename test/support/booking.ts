import { heardWhile } from './charging.js';
import type { Data } from './client.js';
import type { Live } from './live.js';
import { once, type Person, type Town } from './town.js';

/** Terms by which stories book: windows whenever, two hours before them the vehicle is let in. */
export const plainTerms = {
  isOffered: true,
  horizonDays: 2,
  minMinutes: 1,
  maxMinutes: 600,
  stepMinutes: 0,
  changeUntilMinutes: 0,
  cancelUntilMinutes: 0,
  earlyArrivalMinutes: 120,
  noShowMinutes: 1,
  lateStayMinutes: 15,
  holdSeconds: 600,
  bookingFee: '0.00',
  cancellationFee: '0.00',
  noShowFee: '0.00',
  taxPercent: '19',
};

/** A window that begins so many seconds from now. */
export function windowIn(seconds: number, minutes: number) {
  const startsAt = Date.now() + seconds * 1_000;
  return {
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(startsAt + minutes * 60_000).toISOString(),
  };
}

/** What a story sees of a reservation. */
const fields = `id status slotNumber slot { id } confirmationCode registration reason
  charges { kind amount { amount currency } } parkingSession { id } customer { id }`;

/** What people do about reservations, in the words of a story. */
export class AtCalendar {
  constructor(
    readonly town: Town,
    readonly facilityId: string,
  ) {}

  /** The facility's terms, as soon as reservations know the facility. */
  terms(terms: object, as: Person): Promise<Data> {
    const input = { facilityId: this.facilityId, ...plainTerms, ...terms };
    return heardWhile(['NotFound'], 'reservations know the facility', () =>
      this.town.do(
        'setBookingTerms',
        input,
        '... on BookingTermsSet { terms { holdSeconds } }',
        as,
      ),
    );
  }

  async availability(of: object, as: Person): Promise<Data> {
    const { reservationAvailability } = await this.town.must(
      `query ($input: ReservationAvailabilityInput!) { reservationAvailability(input: $input) {
         isAvailable freeSlots obstacle nextWindow { startsAt }
         estimate { total { amount currency } bookingFee { amount } parking { inclTax } } } }`,
      { input: { facilityId: this.facilityId, ...of } },
      as,
    );
    return reservationAvailability as Data;
  }

  reserves(registration: string, window: object, as: Person): Promise<Data> {
    const { facilityId } = this;
    return this.town.do(
      'createReservation',
      { idempotencyKey: once(), facilityId, registration, ...window },
      `... on ReservationCreated { reservation { ${fields} } }
       ... on SlotUnavailable { nextWindow { startsAt } } ... on OutsideBookingTerms { rule }`,
      as,
    );
  }

  /** Confirms as soon as parking has agreed. */
  confirms(reservationId: string, as: Person): Promise<Data> {
    return heardWhile(['ReservationNotReady'], 'parking agrees to the booking', () =>
      this.town.do(
        'confirmReservation',
        { reservationId },
        `... on ReservationConfirmed { reservation { ${fields} } }`,
        as,
      ),
    );
  }

  follows(reservationId: string, as: Person): Live {
    return this.town.subscribe(
      `subscription ($reservationId: ID!) { reservationUpdates(reservationId: $reservationId) {
         cursor status version reservation { ${fields} } } }`,
      { reservationId },
      as,
    );
  }
}
