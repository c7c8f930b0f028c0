import { z } from 'zod';
import { defineEvent } from '../../event.js';
import { idSchema, registrationSchema } from '../../shared.js';

/** What a slot is kept for: a connector taken from the charging queue, or a reservation. */
const hold = z.object({
  holdId: idSchema,
  kind: z.enum(['CHARGING_OFFER', 'RESERVATION']),
  /** Id of the offer or reservation. */
  sourceId: idSchema,
  facilityId: idSchema,
  tenantId: idSchema,
  slotId: idSchema.nullable(),
  registration: registrationSchema,
  until: z.iso.datetime(),
});

export const slotHeld = defineEvent({
  type: 'parking.slot.held.v1',
  summary: 'A slot is kept free for one vehicle until an instant.',
  key: 'facilityId',
  data: hold,
});

export const holdRefused = defineEvent({
  type: 'parking.slot.hold_refused.v1',
  summary: 'A slot that was to be kept for a vehicle is not free.',
  key: 'facilityId',
  data: hold.extend({ reason: z.string() }),
});

export const holdEnded = defineEvent({
  type: 'parking.slot.hold_ended.v1',
  summary: 'A slot is no longer kept: its vehicle came, time was up, or it was given back.',
  key: 'facilityId',
  data: hold.extend({ outcome: z.enum(['ARRIVED', 'EXPIRED', 'RELEASED']) }),
});

/** A slot's place in somebody's plans. */
const booking = z.object({
  bookingId: idSchema,
  reservationId: idSchema,
  facilityId: idSchema,
  tenantId: idSchema,
  slotId: idSchema,
  /** From when on and until when nobody else is promised the slot. */
  from: z.iso.datetime(),
  until: z.iso.datetime(),
});

export const bookingAccepted = defineEvent({
  type: 'parking.booking.accepted.v1',
  summary: 'Nobody who came without a reservation is promised this slot for that time any more.',
  key: 'facilityId',
  data: booking,
});

export const bookingRefused = defineEvent({
  type: 'parking.booking.refused.v1',
  summary: 'A slot cannot be booked for that time: it is promised, out of service or unknown.',
  key: 'facilityId',
  data: booking.extend({ reason: z.string() }),
});
