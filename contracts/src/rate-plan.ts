import { z } from 'zod';
import { currencySchema, decimalSchema } from './money.js';
import { slotSizeSchema } from './shared.js';

/**
 * What parking costs at a facility, in the terms of APDS / ISO 5206-1 (RateTable, RateLine). Times of day are in
 * the facility's zone; amounts are decimals in `currency`, with tax when `taxIncluded`.
 */

const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
const weekday = z.number().int().min(1).max(7);
const minutes = z
  .number()
  .int()
  .min(0)
  .max(366 * 24 * 60);

/** One line of a table. Durations are minutes since entry, or since the last reset. */
export const rateLineSchema = z.strictObject({
  /**
   * FLAT_RATE: `value` once when the stay reaches `fromMinutes`.
   * FLAT_RATE_TIER: `value` replaces what all earlier lines came to, once the stay reaches `fromMinutes`.
   * INCREMENTING_RATE: `value` for each begun `incrementMinutes` between `fromMinutes` and `untilMinutes`.
   */
  type: z.enum(['FLAT_RATE', 'FLAT_RATE_TIER', 'INCREMENTING_RATE']),
  fromMinutes: minutes.default(0),
  /** Null: without end. */
  untilMinutes: minutes.nullable().default(null),
  /** For INCREMENTING_RATE. */
  incrementMinutes: minutes.min(1).nullable().default(null),
  value: decimalSchema,
  /** Most that this line comes to, between two resets. */
  maxValue: decimalSchema.nullable().default(null),
});

/** Which vehicles a table is for, and what its lines are. The first table that fits a vehicle is its own. */
export const rateTableSchema = z.strictObject({
  name: z.string().min(1).max(80),
  /** Empty: all. */
  sizes: z.array(slotSizeSchema).max(3).default([]),
  drive: z.enum(['ANY', 'ELECTRIC', 'COMBUSTION']).default('ANY'),
  lines: z.array(rateLineSchema).min(1).max(50),
});

/** Local times at which parking costs another multiple: peak hours, nights, weekends. */
export const rateWindowSchema = z.strictObject({
  name: z.string().min(1).max(80),
  /** 1 = Monday … 7; the day on which the window begins. Empty: every day. */
  days: z.array(weekday).max(7).default([]),
  from: localTime,
  /** Earlier than `from` wraps over midnight. */
  to: localTime,
  multiplier: decimalSchema,
  /** Most that one such window comes to. */
  maxValue: decimalSchema.nullable().default(null),
});

/** How parking and charging of one stay go together, so that no minute is billed twice. */
export const overlapPolicySchema = z.strictObject({
  /** Share of the parking price of minutes in which the vehicle charged: 0 free, 1 full. */
  parkingShareWhileCharging: decimalSchema.default('1'),
  /** REPLACES_PARKING: minutes that the idle fee bills cost no parking. ADDS: both. */
  idleFee: z.enum(['REPLACES_PARKING', 'ADDS']).default('REPLACES_PARKING'),
});

export const ratePlanSchema = z.strictObject({
  name: z.string().min(1).max(120),
  currency: currencySchema,
  /** Percent; null: not applicable. */
  taxPercent: decimalSchema.nullable().default(null),
  taxIncluded: z.boolean().default(true),
  /** A stay up to this long is free; a longer one is priced from its beginning. */
  graceMinutes: minutes.default(0),
  tables: z.array(rateTableSchema).min(1).max(20),
  /** The first window that contains an instant counts there. */
  windows: z.array(rateWindowSchema).max(20).default([]),
  /** Most that a calendar day comes to, in local days. */
  dailyMaximum: decimalSchema.nullable().default(null),
  /** Most that 24 hours from entry come to, and each 24 hours after these. */
  maximumPer24Hours: decimalSchema.nullable().default(null),
  /** When the tables begin anew within a stay. */
  reset: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('NEVER') }),
      z.strictObject({ kind: z.literal('AT_LOCAL_TIME'), time: localTime }),
      z.strictObject({ kind: z.literal('EVERY'), minutes: minutes.min(1) }),
    ])
    .default({ kind: 'NEVER' }),
  /** A lost ticket costs a whole day's maximum and this. */
  lostTicketFee: decimalSchema.default('0'),
  overlap: overlapPolicySchema.default({
    parkingShareWhileCharging: '1',
    idleFee: 'REPLACES_PARKING',
  }),
});
export type RatePlan = z.infer<typeof ratePlanSchema>;
export type RateLine = z.infer<typeof rateLineSchema>;
export type RateTable = z.infer<typeof rateTableSchema>;
export type RateWindow = z.infer<typeof rateWindowSchema>;
export type OverlapPolicy = z.infer<typeof overlapPolicySchema>;

/** A reduction of a price: a promotion, a code, or a shop that validates its customers' stays. */
export const discountSchema = z.strictObject({
  discountId: z.string().min(1).max(64),
  code: z.string().min(1).max(40),
  name: z.string().min(1).max(120),
  reduction: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('PERCENT'), percent: decimalSchema }),
    /** With tax, in `currency`; never more than the price. */
    z.strictObject({ kind: z.literal('AMOUNT'), amount: decimalSchema, currency: currencySchema }),
    /** The first minutes of parking. */
    z.strictObject({ kind: z.literal('FREE_MINUTES'), minutes: minutes.min(1) }),
  ]),
  appliesTo: z.enum(['PARKING', 'CHARGING', 'STAY']),
  /** Empty: at all facilities of the tenant. */
  facilityIds: z.array(z.string()).max(100),
  validFrom: z.iso.datetime(),
  /** Exclusive; null: until further notice. */
  validUntil: z.iso.datetime().nullable(),
  /** Null: any number of stays. */
  maximumUses: z.number().int().min(1).nullable(),
  active: z.boolean(),
});
export type Discount = z.infer<typeof discountSchema>;
