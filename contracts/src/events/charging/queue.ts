import { z } from 'zod';
import { defineEvent } from '../../event.js';
import { idSchema, registrationSchema } from '../../shared.js';

const queueEntry = {
  entryId: idSchema,
  facilityId: idSchema,
  tenantId: idSchema,
  registration: registrationSchema,
  customerId: idSchema.nullable(),
};

export const queuePositionChanged = defineEvent({
  type: 'charging.queue.position_changed.v1',
  summary: 'Somebody who waits for a charger moved up, was offered one, or waits no longer.',
  key: 'entryId',
  data: z.object({
    ...queueEntry,
    status: z.enum(['WAITING', 'SNOOZED', 'OFFERED', 'TAKEN', 'FULFILLED', 'LEFT', 'EXPIRED']),
    /** 1 is next; null when no longer waiting. */
    position: z.number().int().positive().nullable(),
    estimatedWaitSeconds: z.number().int().min(0).nullable(),
    offer: z
      .object({
        offerId: idSchema,
        connectorId: idSchema,
        slotId: idSchema.nullable(),
        /** Until when it is to be taken. */
        expiresAt: z.iso.datetime(),
        /** Once taken: until when connector and slot are kept for the vehicle. */
        keptUntil: z.iso.datetime().nullable(),
        /** Parking keeps the slot. */
        isSlotKept: z.boolean(),
      })
      .nullable(),
  }),
});

export const offerTaken = defineEvent({
  type: 'charging.offer.taken.v1',
  summary: 'Somebody took the connector that was offered: its slot is to be kept for that vehicle.',
  key: 'facilityId',
  data: z.object({
    ...queueEntry,
    offerId: idSchema,
    connectorId: idSchema,
    slotId: idSchema.nullable(),
    until: z.iso.datetime(),
  }),
});

export const offerReleased = defineEvent({
  type: 'charging.offer.released.v1',
  summary:
    'A connector that was taken from the queue is no longer kept: the vehicle came, or will not.',
  key: 'facilityId',
  data: z.object({
    ...queueEntry,
    offerId: idSchema,
    connectorId: idSchema,
    slotId: idSchema.nullable(),
    outcome: z.enum(['FULFILLED', 'EXPIRED', 'WITHDRAWN']),
  }),
});
