import { z } from 'zod';
import { defineEvent } from '../event.js';
import { personAnsweredBy } from '../person.js';
import { idSchema } from '../shared.js';

/** What can be watched: chargers are known from charging, everything else is registered by staff. */
export const deviceKindSchema = z.enum(['CHARGER', 'GATE', 'CAMERA', 'COUNTER', 'SENSOR']);
/** UNKNOWN: it never spoke. MAINTENANCE: staff took it out of service; that is no fault. */
export const deviceHealthSchema = z.enum([
  'UNKNOWN',
  'HEALTHY',
  'DEGRADED',
  'UNHEALTHY',
  'MAINTENANCE',
]);

const device = {
  deviceId: idSchema,
  kind: deviceKindSchema,
  name: z.string(),
  facilityId: idSchema,
  tenantId: idSchema,
  /** The charging station that it is a part of. */
  stationId: idSchema.nullable(),
};
const healthChange = {
  ...device,
  previous: deviceHealthSchema,
  health: deviceHealthSchema,
  /** Why, each in a few words; empty when all is well. */
  reasons: z.array(z.string()),
  since: z.iso.datetime(),
};

export const telemetryIngested = defineEvent({
  type: 'operations.telemetry.ingested.v1',
  summary:
    'Devices of a facility sent readings. Throttled: once a minute for all of them together.',
  key: 'facilityId',
  data: z.object({
    facilityId: idSchema,
    tenantId: idSchema,
    /** Readings that were new since the last event of the facility. */
    readingCount: z.number().int().positive(),
    /** Instants of the earliest and the latest of them, by the devices' clocks. */
    from: z.iso.datetime(),
    to: z.iso.datetime(),
  }),
});

export const chargerHealthChanged = defineEvent({
  type: 'operations.charger.health_changed.v1',
  summary:
    'A charger became unhealthy, impaired, or well again. With hysteresis: no flicker is told.',
  key: 'facilityId',
  data: z.object(healthChange),
});

export const deviceUnhealthy = defineEvent({
  type: 'operations.device.unhealthy.v1',
  summary: 'A device, a charger or another one, cannot do its work.',
  key: 'facilityId',
  data: z.object(healthChange),
});

export const deviceRecovered = defineEvent({
  type: 'operations.device.recovered.v1',
  summary: 'A device that could not do its work can again, or was taken out of service.',
  key: 'facilityId',
  data: z.object(healthChange),
});

export const alertKindSchema = z.enum([
  'HIGH_OCCUPANCY',
  'LOW_AVAILABILITY',
  'HIGH_REVENUE',
  'DEVICE_UNHEALTHY',
  'FEED_STALE',
  'ERROR_BUDGET_BURN',
]);
export const alertSeveritySchema = z.enum(['INFO', 'WARNING', 'CRITICAL']);

/** An alert as it is after the event. */
const alert = {
  alertId: idSchema,
  ruleId: idSchema,
  facilityId: idSchema,
  tenantId: idSchema,
  kind: alertKindSchema,
  severity: alertSeveritySchema,
  status: z.enum(['OPEN', 'ACKNOWLEDGED', 'RESOLVED']),
  /** What it is about: a facility's or device's id. */
  subjectId: idSchema,
  message: z.string(),
  /** What was measured when it was raised, and the threshold of the rule, in the unit of the kind. */
  value: z.number(),
  threshold: z.number(),
  raisedAt: z.iso.datetime(),
  /** How often nobody took care in time. */
  escalation: z.number().int().min(0),
  acknowledgedBy: idSchema.nullable(),
  acknowledgedAt: z.iso.datetime().nullable(),
  resolvedAt: z.iso.datetime().nullable(),
  /** Null while open, and where it ended by itself. */
  resolvedBy: idSchema.nullable(),
};

export const alertRaised = defineEvent({
  type: 'operations.alert.raised.v1',
  summary: 'Something needs attention. Once, however long it lasts.',
  key: 'facilityId',
  data: z.object(alert),
});

export const alertAcknowledged = defineEvent({
  type: 'operations.alert.acknowledged.v1',
  summary: 'Somebody takes care of an alert.',
  key: 'facilityId',
  data: z.object(alert),
});

export const alertEscalated = defineEvent({
  type: 'operations.alert.escalated.v1',
  summary: 'Nobody took care of an alert in time.',
  key: 'facilityId',
  data: z.object(alert),
});

export const alertResolved = defineEvent({
  type: 'operations.alert.resolved.v1',
  summary: 'An alert is over, by itself or by a person.',
  key: 'facilityId',
  data: z.object(alert),
});

export const capacityThresholdExceeded = defineEvent({
  type: 'operations.capacity.threshold_exceeded.v1',
  summary: 'A facility is fuller than a rule of its operator allows. Once a crossing.',
  key: 'facilityId',
  data: z.object({
    facilityId: idSchema,
    tenantId: idSchema,
    alertId: idSchema,
    kind: z.enum(['HIGH_OCCUPANCY', 'LOW_AVAILABILITY']),
    /** Percent of places taken, or free places. */
    value: z.number(),
    threshold: z.number(),
    free: z.number().int().min(0),
    capacity: z.number().int().min(0),
    at: z.iso.datetime(),
  }),
});

export const personAnswered = personAnsweredBy('operations');
