import { z } from 'zod';
import { defineEvent } from '../../event.js';
import { currencySchema, decimalSchema } from '../../money.js';
import { idSchema, registrationSchema } from '../../shared.js';
import { tracePeriodSchema } from '../../tariff.js';
import { place } from './place.js';

/** Who charges where. The same in every event of a session. */
const session = {
  sessionId: idSchema,
  ...place,
  chargerId: idSchema,
  connectorId: idSchema,
  slotId: idSchema.nullable(),
  parkingSessionId: idSchema,
  registration: registrationSchema,
  customerId: idSchema.nullable(),
  /** The version of the tariff that was in force at the start; null: charging is free. */
  tariffVersionId: idSchema.nullable(),
  timeZone: z.string(),
  startedAt: z.iso.datetime(),
};

/** What the session came to so far. */
const progress = {
  energyWh: z.number().min(0),
  socPercent: z.number().min(0).max(100).nullable(),
  /** By the session's tariff over the readings so far, not rounded; null where charging is free. */
  cost: z
    .object({ currency: currencySchema, exclTax: decimalSchema, inclTax: decimalSchema })
    .nullable(),
};

export const sessionProposed = defineEvent({
  type: 'charging.session.proposed.v1',
  summary: 'The driver of a vehicle that parked at a connector is offered to charge.',
  key: 'parkingSessionId',
  data: z.object({
    proposalId: idSchema,
    ...place,
    connectorIds: z.array(idSchema),
    parkingSessionId: idSchema,
    registration: registrationSchema,
    customerId: idSchema.nullable(),
    expiresAt: z.iso.datetime(),
  }),
});

const targets = z.object({
  socPercent: z.number().min(0).max(100).nullable(),
  energyWh: z.number().positive().nullable(),
  /** Most that it may cost, with tax. */
  costInclTax: decimalSchema.nullable(),
  durationSeconds: z.number().int().positive().nullable(),
});

export const sessionStarted = defineEvent({
  type: 'charging.session.started.v1',
  summary: 'A vehicle began to charge.',
  key: 'sessionId',
  data: z.object({ ...session, targets }),
});

/** Why charging ended. */
export const stopReasonSchema = z.enum([
  'REQUESTED',
  'TARGET_SOC',
  'TARGET_ENERGY',
  'COST_LIMIT',
  'TIME_LIMIT',
  'UNPLUGGED',
  'LEFT',
  'FAULT',
  'STATION_OFFLINE',
  'FALSE_START',
  'STAFF',
]);

export const sessionUpdated = defineEvent({
  type: 'charging.session.updated.v1',
  summary: 'A session went on. Throttled: not every reading is told.',
  key: 'sessionId',
  data: z.object({
    ...session,
    ...progress,
    status: z.enum(['PENDING', 'ACTIVE', 'PAUSED']),
    /** Charging was stopped; the session goes on, idle, until the vehicle is unplugged or leaves. */
    stop: z.object({ reason: stopReasonSchema, at: z.iso.datetime() }).nullable(),
    idle: z.boolean(),
    powerW: z.number().min(0).nullable(),
    secondsRemaining: z.number().int().min(0).nullable(),
    /** The instant of the latest reading, by the device's clock. */
    measuredAt: z.iso.datetime(),
  }),
});

export const sessionPaused = defineEvent({
  type: 'charging.session.paused.v1',
  summary: 'A session rests; the vehicle stays plugged in.',
  key: 'sessionId',
  data: z.object({ ...session, ...progress, pausedAt: z.iso.datetime() }),
});

export const sessionResumed = defineEvent({
  type: 'charging.session.resumed.v1',
  summary: 'A session that rested goes on.',
  key: 'sessionId',
  data: z.object({ ...session, ...progress, resumedAt: z.iso.datetime() }),
});

/**
 * A finished session, with all that its price follows from: rating `periods` by the version `tariffVersionId` in
 * `timeZone` gives `cost`. `revision` counts from 1; each later one replaces those before it.
 */
const record = {
  ...session,
  ...progress,
  revision: z.number().int().positive(),
  endedAt: z.iso.datetime(),
  stopReason: stopReasonSchema,
  periods: z.array(tracePeriodSchema),
};

export const sessionCompleted = defineEvent({
  type: 'charging.session.completed.v1',
  summary: 'A session ended as it should, and is unplugged or left.',
  key: 'sessionId',
  data: z.object(record),
});

export const sessionInterrupted = defineEvent({
  type: 'charging.session.interrupted.v1',
  summary: 'A session was ended by a fault.',
  key: 'sessionId',
  data: z.object(record),
});

export const sessionCorrected = defineEvent({
  type: 'charging.session.corrected.v1',
  summary: 'Readings that arrived later, or staff, changed what a finished session came to.',
  key: 'sessionId',
  data: z.object({ ...record, reason: z.string() }),
});

export const socThresholdReached = defineEvent({
  type: 'charging.soc.threshold_reached.v1',
  summary: 'The battery is charged to the threshold. Once a session.',
  key: 'sessionId',
  data: z.object({
    ...session,
    ...progress,
    thresholdPercent: z.number(),
    reachedAt: z.iso.datetime(),
  }),
});

export const idleStarted = defineEvent({
  type: 'charging.session.idle_started.v1',
  summary: 'A vehicle stopped drawing power and still blocks the connector.',
  key: 'sessionId',
  data: z.object({
    ...session,
    ...progress,
    idleSince: z.iso.datetime(),
    /** When the idle fee begins; null when the tariff has none. */
    feeFrom: z.iso.datetime().nullable(),
  }),
});

export const staySettled = defineEvent({
  type: 'charging.stay.settled.v1',
  summary:
    'A vehicle left an EV slot, and all its sessions of that stay have ended: these and no others belong to it.',
  key: 'parkingSessionId',
  data: z.object({
    parkingSessionId: idSchema,
    facilityId: idSchema,
    tenantId: idSchema,
    sessionIds: z.array(idSchema),
    settledAt: z.iso.datetime(),
  }),
});
