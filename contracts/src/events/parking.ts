import { z } from 'zod';
import { defineEvent } from '../event.js';
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
  data: stay,
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
  summary: 'A slot went into maintenance or came back.',
  key: 'facilityId',
  data: slotChange,
});
