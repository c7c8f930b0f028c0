import { z } from 'zod';
import { defineEvent } from '../../event.js';
import { idSchema, slotKindSchema, slotSizeSchema, slotStatusSchema } from '../../shared.js';
import { occupancyCountSchema } from './occupancy.js';

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
