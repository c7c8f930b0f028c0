import { z } from 'zod';
import { defineEvent } from '../../event.js';
import { idSchema, registrationSchema, slotKindSchema, slotSizeSchema } from '../../shared.js';

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
