import { z } from 'zod';
import { defineEvent } from '../event.js';
import { currencySchema, minorSchema } from '../money.js';
import { personAnsweredBy } from '../person.js';
import { idSchema } from '../shared.js';

const count = z.number().int().min(0);
const percent = z.number().min(0).nullable();

/** How a facility does right now. A day is one of its own time zone. */
export const kpisSchema = z.object({
  facilityId: idSchema,
  tenantId: idSchema,
  /** When they were true. */
  at: z.iso.datetime(),
  /** Places taken and in service; null while nothing is known, or a counter has been silent for too long. */
  taken: count.nullable(),
  inService: count.nullable(),
  occupancyPercent: percent,
  openStays: count,
  entriesToday: count,
  exitsToday: count,
  /** Mean duration of the stays that ended within the last 24 hours; null when none did. */
  averageStaySeconds: count.nullable(),
  chargingNow: count,
  /** Energy of the charging sessions that ended today. */
  energyTodayWh: z.number().min(0),
  currency: currencySchema,
  /** Issued invoices less credit notes, without tax. */
  revenueTodayMinor: minorSchema,
  revenueLastHourMinor: minorSchema,
  /** Issued invoices less credit notes. */
  transactionsToday: z.number().int(),
});
export type Kpis = z.infer<typeof kpisSchema>;

export const kpisUpdated = defineEvent({
  type: 'analytics.kpis.updated.v1',
  summary: "A facility's key figures are others. Throttled: not every change is told.",
  key: 'facilityId',
  data: kpisSchema,
});

export const operationsSummarised = defineEvent({
  type: 'analytics.operations.summarised.v1',
  summary: "What a facility's local day came to. Told again when late events changed it.",
  key: 'facilityId',
  data: z.object({
    facilityId: idSchema,
    tenantId: idSchema,
    /** The local day. */
    date: z.iso.date(),
    timeZone: z.string(),
    entries: count,
    exits: count,
    averageStaySeconds: count.nullable(),
    occupancyPercent: percent,
    /** The local hour that was fullest on average, 0 to 23. */
    peakHour: z.number().int().min(0).max(23).nullable(),
    peakPercent: percent,
    /** The local hour that was least full on average. */
    quietHour: z.number().int().min(0).max(23).nullable(),
    quietPercent: percent,
    chargingSessions: count,
    interruptedSessions: count,
    energyWh: z.number().min(0),
    currency: currencySchema,
    netMinor: minorSchema,
    grossMinor: minorSchema,
    transactions: z.number().int(),
  }),
});

/** How analytics answers when a person is to be forgotten. */
export const personAnswered = personAnsweredBy('analytics');
