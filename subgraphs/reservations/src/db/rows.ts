import { reservationsEvents, slotSizeSchema } from '@voltpark/contracts';
import { z } from 'zod';
import { attendAtOf } from '../domain/decide.js';
import type { Reservation } from '../domain/reservation.js';
import type { BookingTerms } from '../domain/terms.js';
import type { ReservationRow } from './generated/client.js';

const { reservationChargeSchema, reservationStatusSchema } = reservationsEvents;

const bookingTerms = z.object({
  isOffered: z.boolean(),
  horizonDays: z.number(),
  minMinutes: z.number(),
  maxMinutes: z.number(),
  stepMinutes: z.number(),
  changeUntilMinutes: z.number(),
  cancelUntilMinutes: z.number(),
  earlyArrivalMinutes: z.number(),
  noShowMinutes: z.number(),
  lateStayMinutes: z.number(),
  holdSeconds: z.number(),
  bookingFee: z.string(),
  cancellationFee: z.string(),
  noShowFee: z.string(),
  taxPercent: z.string().nullable(),
});
const pinnedTerms = z.object({ terms: bookingTerms, currency: z.string() });
const agreement = z.enum(['ASKED', 'AGREED']);

/** Terms as they are kept. */
export const termsOf = (content: unknown): BookingTerms => bookingTerms.parse(content);

/** A reservation from its row. */
export function reservationOf({ attendAt: _attendAt, ...row }: ReservationRow): Reservation {
  return {
    ...row,
    ...pinnedTerms.parse(row.terms),
    vehicleSize: slotSizeSchema.parse(row.vehicleSize),
    status: reservationStatusSchema.parse(row.status),
    agreement: agreement.parse(row.agreement),
    charges: z.array(reservationChargeSchema).parse(row.charges),
  };
}

/** The row of a reservation. */
export function rowOf({ terms, currency, charges, refusedSlotIds, ...rest }: Reservation) {
  return {
    ...rest,
    terms: { terms: { ...terms }, currency },
    charges: charges.map((charge) => ({ ...charge })),
    refusedSlotIds: [...refusedSlotIds],
    attendAt: attendAtOf({ ...rest, terms, currency, charges, refusedSlotIds }),
  };
}
