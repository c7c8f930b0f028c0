import { z } from 'zod';
import { defineEvent } from '../event.js';
import { personAnsweredBy } from '../person.js';
import {
  idSchema,
  registrationSchema,
  slotKindSchema,
  slotSizeSchema,
  slotStatusSchema,
} from '../shared.js';

/** Places of one size and kind. `free` = AVAILABLE; `total` includes slots in maintenance. */
export const occupancyCountSchema = z.object({
  size: slotSizeSchema,
  kind: slotKindSchema,
  total: z.number().int().min(0),
  free: z.number().int().min(0),
  occupied: z.number().int().min(0),
  reserved: z.number().int().min(0),
  maintenance: z.number().int().min(0),
});
export type OccupancyCount = z.infer<typeof occupancyCountSchema>;

/** A slot after its change, together with the counts of its facility right after it. */
const slotChange = z.object({
  facilityId: idSchema,
  tenantId: idSchema,
  slotId: idSchema,
  slotNumber: z.string(),
  levelId: idSchema,
  levelName: z.string(),
  size: slotSizeSchema,
  kind: slotKindSchema,
  previous: slotStatusSchema,
  status: slotStatusSchema,
  sessionId: idSchema.nullable(),
  counts: z.array(occupancyCountSchema),
});

const stay = z.object({
  sessionId: idSchema,
  facilityId: idSchema,
  tenantId: idSchema,
  slotId: idSchema,
  slotNumber: z.string(),
  slotKind: slotKindSchema,
  registration: registrationSchema,
  /** The customer to whom the vehicle was linked at that moment, as far as parking knew. */
  customerId: idSchema.nullable(),
  vehicleSize: slotSizeSchema,
  isElectric: z.boolean(),
  enteredAt: z.iso.datetime(),
});

export const vehicleParked = defineEvent({
  type: 'parking.vehicle.parked.v1',
  summary: 'A vehicle entered and stands in its slot.',
  key: 'facilityId',
  data: stay.extend({
    /** Who came without a reservation has the slot until then at least; absent in events of old. */
    promisedUntil: z.iso.datetime().optional(),
  }),
});

export const vehicleLeft = defineEvent({
  type: 'parking.vehicle.left.v1',
  summary: 'A vehicle left; its stay is over.',
  key: 'facilityId',
  data: stay.extend({ leftAt: z.iso.datetime(), durationSeconds: z.number().int().min(0) }),
});

export const slotOccupied = defineEvent({
  type: 'parking.slot.occupied.v1',
  summary: 'A slot was taken.',
  key: 'facilityId',
  data: slotChange,
});

export const slotReleased = defineEvent({
  type: 'parking.slot.released.v1',
  summary: 'A slot is free again.',
  key: 'facilityId',
  data: slotChange,
});

export const slotStatusChanged = defineEvent({
  type: 'parking.slot.status_changed.v1',
  summary: 'A slot went into maintenance or is kept for somebody, or is free again after that.',
  key: 'facilityId',
  data: slotChange,
});

export const slotsLaidOut = defineEvent({
  type: 'parking.slots.laid_out.v1',
  summary: 'Slots were added to a facility.',
  key: 'facilityId',
  data: z.object({
    facilityId: idSchema,
    tenantId: idSchema,
    levelIds: z.array(idSchema),
    slotCount: z.number().int().positive(),
    counts: z.array(occupancyCountSchema),
    /** The new slots; absent in events of old. */
    slots: z
      .array(
        z.object({
          slotId: idSchema,
          slotNumber: z.string(),
          size: slotSizeSchema,
          kind: slotKindSchema,
          distanceMetres: z.number().int().min(0),
        }),
      )
      .optional(),
  }),
});

/** How a facility's occupancy is known: by its slots, or only by a feed of free places. */
export const occupancyModeSchema = z.enum(['SLOTS', 'COUNTS']);

export const occupancyThresholdCrossed = defineEvent({
  type: 'parking.occupancy.threshold_crossed.v1',
  summary: 'A facility became nearly full, or has room again. Once a crossing, with hysteresis.',
  key: 'facilityId',
  data: z.object({
    facilityId: idSchema,
    tenantId: idSchema,
    previous: z.enum(['NORMAL', 'HIGH']),
    level: z.enum(['NORMAL', 'HIGH']),
    /** Places taken (occupied and reserved) right after the change that crossed the threshold. */
    taken: z.number().int().min(0),
    /** Places in service: all but those in maintenance. */
    inService: z.number().int().min(0),
    highPercent: z.number().int().min(1).max(100),
    normalPercent: z.number().int().min(0).max(99),
  }),
});

export const occupancyCounted = defineEvent({
  type: 'parking.occupancy.counted.v1',
  summary: "A facility's counter reported its free places.",
  key: 'facilityId',
  data: z.object({
    facilityId: idSchema,
    tenantId: idSchema,
    mode: occupancyModeSchema,
    /** As reported, even when that cannot be. */
    rawFree: z.number().int(),
    /** Between 0 and the capacity; what to show. */
    free: z.number().int().min(0),
    /** Null when no capacity is known. */
    capacity: z.number().int().min(0).nullable(),
    /** Reported free places minus those that the slots say; null when no slots are laid out. */
    drift: z.number().int().nullable(),
    /** The instant of the reading, by the clock of the counter. */
    countedAt: z.iso.datetime(),
    /** By slots; empty when none are laid out. */
    counts: z.array(occupancyCountSchema),
  }),
});

/** What can be set right of a stay; what a correction does not touch is the same before and after. */
const correctable = z.object({
  registration: registrationSchema,
  customerId: idSchema.nullable(),
  status: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  enteredAt: z.iso.datetime(),
  leftAt: z.iso.datetime().nullable(),
  lostTicket: z.boolean(),
  mergedIntoId: idSchema.nullable(),
});

export const sessionCorrected = defineEvent({
  type: 'parking.session.corrected.v1',
  summary: 'What is known of a stay was set right by staff.',
  key: 'facilityId',
  data: z.object({
    sessionId: idSchema,
    facilityId: idSchema,
    tenantId: idSchema,
    correctionId: idSchema,
    /** EXIT_OPENED: staff let a vehicle out that had to pay first; what is owed stays the same. */
    kind: z.enum([
      'REGISTRATION',
      'MERGED_FROM',
      'MERGED_INTO',
      'FORGOTTEN',
      'LOST_TICKET',
      'EXIT_OPENED',
    ]),
    before: correctable,
    after: correctable,
    /** The other session of a merge. */
    otherSessionId: idSchema.nullable(),
    reason: z.string(),
    correctedBy: idSchema,
    correctedAt: z.iso.datetime(),
  }),
});

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

export const personAnswered = personAnsweredBy('parking');
