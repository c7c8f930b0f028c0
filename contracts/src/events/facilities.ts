import { z } from 'zod';
import { defineEvent } from '../event.js';
import { personAnsweredBy } from '../person.js';
import { idSchema, slotKindSchema, slotSizeSchema } from '../shared.js';

const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);

export const facilityStatusSchema = z.enum(['ACTIVE', 'INACTIVE', 'MAINTENANCE']);
export const evPolicySchema = z.enum(['STRICT', 'LENIENT']);
export const pricingStrategySchema = z.enum(['BASIC', 'PEAK_HOUR', 'SUBSCRIPTION', 'EV_OPTIMIZED']);

/** Opening hours of one weekday (1 = Monday … 7 = Sunday, ISO 8601) in the facility's own time zone. */
export const openingPeriodSchema = z.object({
  day: z.number().int().min(1).max(7),
  opens: localTime,
  /** `24:00` is the end of the day; earlier than `opens` wraps over midnight. */
  closes: localTime,
});

/** A date with hours of its own, which replace all periods that would open on that date. No hours: closed. */
export const specialDaySchema = z.object({
  date: z.iso.date(),
  name: z.string(),
  hours: z.array(openingPeriodSchema.omit({ day: true })),
});

/** Everything that other contexts may keep of a facility. An event carries all of it, so that a late consumer needs no history. */
export const facilitySnapshotSchema = z.object({
  facilityId: idSchema,
  tenantId: idSchema,
  /** Its id in the tenant's own systems. */
  externalId: z.string().nullable(),
  name: z.string(),
  street: z.string(),
  postalCode: z.string(),
  city: z.string(),
  /** ISO 3166-1 alpha-2. */
  country: z.string().length(2),
  latitude: z.number(),
  longitude: z.number(),
  timeZone: z.string(),
  currency: z.string().length(3),
  status: facilityStatusSchema,
  evPolicy: evPolicySchema,
  pricingStrategy: pricingStrategySchema,
  /** An empty list means: always open. */
  openingPeriods: z.array(openingPeriodSchema),
  specialDays: z.array(specialDaySchema),
  /** Planned number of places by size and kind. */
  capacity: z.array(
    z.object({ size: slotSizeSchema, kind: slotKindSchema, places: z.number().int().min(0) }),
  ),
});
export type FacilitySnapshot = z.infer<typeof facilitySnapshotSchema>;

export const tenantRegistered = defineEvent({
  type: 'facilities.tenant.registered.v1',
  summary: 'An operator of facilities joined the network.',
  key: 'tenantId',
  data: z.object({ tenantId: idSchema, name: z.string() }),
});

export const facilityRegistered = defineEvent({
  type: 'facilities.facility.registered.v1',
  summary: 'A facility joined the network.',
  key: 'facilityId',
  data: facilitySnapshotSchema,
});

export const facilityUpdated = defineEvent({
  type: 'facilities.facility.updated.v1',
  summary: 'A facility has another name, place, capacity, opening times or policy.',
  key: 'facilityId',
  data: facilitySnapshotSchema,
});

export const facilityStatusChanged = defineEvent({
  type: 'facilities.facility.status_changed.v1',
  summary: 'A facility was taken out of service or back in.',
  key: 'facilityId',
  data: z.object({
    facilityId: idSchema,
    tenantId: idSchema,
    previous: facilityStatusSchema,
    status: facilityStatusSchema,
    reason: z.string().nullable(),
  }),
});

/** A setting's value as JSON: booleans and integers as such, decimals, texts and ISO 8601 durations as strings. */
const settingValue = z.union([z.boolean(), z.number(), z.string()]).nullable();

export const configChanged = defineEvent({
  type: 'facilities.config.changed.v1',
  summary: 'A setting of a tenant or facility has another value, or its first.',
  key: 'scopeId',
  data: z.object({
    key: z.string(),
    scope: z.enum(['TENANT', 'FACILITY']),
    scopeId: idSchema,
    tenantId: idSchema,
    previous: settingValue,
    value: settingValue,
  }),
});

export const stationConfigUpdated = defineEvent({
  type: 'facilities.station_config.updated.v1',
  summary: 'A setting of a charging station has another value, or its first.',
  key: 'stationId',
  data: z.object({
    stationId: idSchema,
    facilityId: idSchema,
    tenantId: idSchema,
    key: z.string(),
    previous: settingValue,
    value: settingValue,
  }),
});

export const personAnswered = personAnsweredBy('facilities');
