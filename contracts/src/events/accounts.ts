import { z } from 'zod';
import { defineEvent } from '../event.js';
import { idSchema, registrationSchema, slotSizeSchema } from '../shared.js';

/** A vehicle as other contexts may know it: what it needs of a slot, and whose it is. */
export const vehicleSnapshotSchema = z.object({
  vehicleId: idSchema,
  registration: registrationSchema,
  /** Null when the vehicle belongs to nobody (any more). */
  customerId: idSchema.nullable(),
  size: slotSizeSchema,
  isElectric: z.boolean(),
  make: z.string().nullable(),
  model: z.string().nullable(),
  colour: z.string().nullable(),
  active: z.boolean(),
});

export const customerCreated = defineEvent({
  type: 'accounts.customer.created.v1',
  summary: 'A person became a customer.',
  key: 'customerId',
  data: z.object({ customerId: idSchema }),
});

export const vehicleLinked = defineEvent({
  type: 'accounts.vehicle.linked.v1',
  summary: 'A vehicle was registered to a customer, or passed on to another.',
  key: 'vehicleId',
  data: vehicleSnapshotSchema.extend({ previousCustomerId: idSchema.nullable() }),
});

export const vehicleUpdated = defineEvent({
  type: 'accounts.vehicle.updated.v1',
  summary: 'What is known of a vehicle changed, or it was retired.',
  key: 'vehicleId',
  data: vehicleSnapshotSchema,
});
