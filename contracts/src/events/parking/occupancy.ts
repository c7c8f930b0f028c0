import { z } from 'zod';
import { defineEvent } from '../../event.js';
import { idSchema, slotKindSchema, slotSizeSchema } from '../../shared.js';

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
