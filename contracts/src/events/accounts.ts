import { z } from 'zod';
import { defineEvent } from '../event.js';
import { currencySchema, decimalSchema } from '../money.js';
import { personAnsweredBy, personSchema } from '../person.js';
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
  /** What it can be plugged into; absent or empty: not known. */
  connectorTypes: z.array(z.string()).optional(),
  /** Usable energy of its battery; absent or null: not known. */
  batteryWh: z.number().positive().nullable().optional(),
});

/** A pass: the parking of one vehicle at some facilities, paid for a time in advance. */
export const passSnapshotSchema = z.object({
  passId: idSchema,
  tenantId: idSchema,
  customerId: idSchema,
  registration: registrationSchema,
  /** Empty: at all of the tenant's. */
  facilityIds: z.array(idSchema),
  /** PENDING: bought and not yet paid. Only an ACTIVE one is worth something. */
  status: z.enum(['PENDING', 'ACTIVE', 'EXPIRED', 'CANCELLED']),
  validFrom: z.iso.datetime(),
  /** Exclusive. */
  validUntil: z.iso.datetime(),
  /** What it costs, with tax. */
  price: z.object({
    amount: decimalSchema,
    currency: currencySchema,
    taxPercent: decimalSchema.nullable(),
  }),
});

export const passBought = defineEvent({
  type: 'accounts.pass.bought.v1',
  summary: 'A customer ordered a pass; it is in force once it is paid.',
  key: 'passId',
  data: passSnapshotSchema,
});

export const passChanged = defineEvent({
  type: 'accounts.pass.changed.v1',
  summary: 'A pass came into force, ended or was cancelled.',
  key: 'passId',
  data: passSnapshotSchema,
});

export const customerCreated = defineEvent({
  type: 'accounts.customer.created.v1',
  summary: 'A person became a customer.',
  key: 'customerId',
  data: z.object({ customerId: idSchema }),
});

export const contactChanged = defineEvent({
  type: 'accounts.contact.changed.v1',
  summary:
    'How a customer is called and reached, in whole: told when a person becomes a customer, and after each change.',
  key: 'customerId',
  data: z.object({
    customerId: idSchema,
    displayName: z.string(),
    /** Null: none is known. */
    email: z.string().nullable(),
    /** E.164; null: none is known. */
    phone: z.string().nullable(),
    /** The language to write in, BCP 47. */
    locale: z.string(),
  }),
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

const erasure = { erasureId: idSchema };

export const customerErasureRequested = defineEvent({
  type: 'accounts.customer.erasure_requested.v1',
  summary:
    'A person asked to be forgotten; each context tells what stands in the way. It is itself forgotten in the end.',
  key: 'erasureId',
  data: z.object({ ...erasure, person: personSchema }),
});

export const customerErasureBegun = defineEvent({
  type: 'accounts.customer.erasure_begun.v1',
  summary:
    'Nothing stands in the way any more: each context forgets the person. It is itself forgotten in the end.',
  key: 'erasureId',
  data: z.object({ ...erasure, person: personSchema }),
});

export const customerErasureSealed = defineEvent({
  type: 'accounts.customer.erasure_sealed.v1',
  summary:
    'All contexts have forgotten the person: each does so once more with what came meanwhile, and with its stream.',
  key: 'erasureId',
  data: z.object(erasure),
});

export const customerErasureWithdrawn = defineEvent({
  type: 'accounts.customer.erasure_withdrawn.v1',
  summary: 'Somebody who had asked to be forgotten changed their mind before it began.',
  key: 'erasureId',
  data: z.object(erasure),
});

export const customerErased = defineEvent({
  type: 'accounts.customer.erased.v1',
  summary:
    'No context knows the person any more. It tells of the erasure, and cannot tell of whom.',
  key: 'erasureId',
  data: z.object({
    ...erasure,
    requestedAt: z.iso.datetime(),
    completedAt: z.iso.datetime(),
    contexts: z.array(
      z.object({
        context: z.string(),
        found: z.record(z.string(), z.number().int().min(0)),
        kept: z.array(z.object({ what: z.string(), reason: z.string() })),
      }),
    ),
  }),
});

export const personAnswered = personAnsweredBy('accounts');
