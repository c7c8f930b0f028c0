import { z } from 'zod';
import { currencySchema } from './money.js';
import { slotSizeSchema } from './shared.js';

/**
 * What parking costs at a facility, in the terms of APDS / ISO 5206-1 (RateTable, RateLine). Times of day are in
 * the facility's zone; amounts are decimals in `currency`, with tax when `taxIncluded`.
 */

/** `24:00` is the end of the day. */
const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
const beginning = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** An amount, multiple or percentage: exact, and never below zero. */
const notNegative = z.string().regex(/^\d{1,12}(\.\d{1,9})?$/);
/** Part of a whole, 0 to 1. */
const share = z.string().regex(/^(0(\.\d{1,9})?|1(\.0{1,9})?)$/);
const percent = z.string().regex(/^(\d{1,2}(\.\d{1,9})?|100(\.0{1,9})?)$/);
const weekday = z.number().int().min(1).max(7);
const minutes = z
  .number()
  .int()
  .min(0)
  .max(366 * 24 * 60);

/**
 * One line of a table. Durations are minutes since entry, or since the last reset. A stay reaches minute 60 when it
 * is longer than 60 minutes: one of exactly an hour pays for that hour and for nothing behind it.
 */
export const rateLineSchema = z
  .strictObject({
    /**
     * FLAT_RATE: `value` once when the stay reaches `fromMinutes`.
     * FLAT_RATE_TIER: `value` replaces what all lines before it in the table came to, once the stay reaches `fromMinutes`.
     * INCREMENTING_RATE: `value` for each begun `incrementMinutes` between `fromMinutes` and `untilMinutes`.
     */
    type: z.enum(['FLAT_RATE', 'FLAT_RATE_TIER', 'INCREMENTING_RATE']),
    fromMinutes: minutes.default(0),
    /** Which minutes it pays for ends here; null: without end. */
    untilMinutes: minutes.nullable().default(null),
    /** For INCREMENTING_RATE, and only there. */
    incrementMinutes: minutes.min(1).nullable().default(null),
    value: notNegative,
    /** Most that this line comes to, between two resets. */
    maxValue: notNegative.nullable().default(null),
  })
  .refine((line) => (line.type === 'INCREMENTING_RATE') === (line.incrementMinutes !== null), {
    path: ['incrementMinutes'],
    message: 'An INCREMENTING_RATE has incrementMinutes, and no other line has.',
  })
  .refine((line) => line.untilMinutes === null || line.untilMinutes > line.fromMinutes, {
    path: ['untilMinutes'],
    message: 'untilMinutes has to be greater than fromMinutes.',
  });

/** Which vehicles a table is for, and what its lines are. The first table that fits a vehicle is its own. */
export const rateTableSchema = z.strictObject({
  name: z.string().min(1).max(80),
  /** Empty: all. */
  sizes: z.array(slotSizeSchema).max(3).default([]),
  drive: z.enum(['ANY', 'ELECTRIC', 'COMBUSTION']).default('ANY'),
  lines: z.array(rateLineSchema).min(1).max(50),
});

/**
 * Local times at which parking costs another multiple: peak hours, nights, weekends. An increment or flat costs what
 * the window in which it begins says, to its end.
 */
export const rateWindowSchema = z
  .strictObject({
    name: z.string().min(1).max(80),
    /** 1 = Monday … 7; the day on which the window begins. Empty: every day. */
    days: z.array(weekday).max(7).default([]),
    from: beginning,
    /** Earlier than `from` wraps over midnight; `24:00` is the end of the day. */
    to: localTime,
    multiplier: notNegative,
    /** Most that one such window comes to. Not multiplied. */
    maxValue: notNegative.nullable().default(null),
  })
  .refine(({ from, to }) => from !== to, {
    path: ['to'],
    message: 'A window ends at another time than it begins; a whole day is 00:00 to 24:00.',
  });

/** How parking and charging of one stay go together, so that no minute is billed twice. */
export const overlapPolicySchema = z.strictObject({
  /** Share of the parking price of minutes in which the vehicle charged: 0 free, 1 full. */
  parkingShareWhileCharging: share.default('1'),
  /** REPLACES_PARKING: minutes that the idle fee bills cost no parking. ADDS: both. */
  idleFee: z.enum(['REPLACES_PARKING', 'ADDS']).default('REPLACES_PARKING'),
});

export const ratePlanSchema = z.strictObject({
  name: z.string().min(1).max(120),
  currency: currencySchema,
  /** Percent; null: not applicable. */
  taxPercent: percent.nullable().default(null),
  taxIncluded: z.boolean().default(true),
  /** A stay up to this long is free; a longer one is priced from its beginning. */
  graceMinutes: minutes.default(0),
  tables: z.array(rateTableSchema).min(1).max(20),
  /** The first window that contains an instant counts there. */
  windows: z.array(rateWindowSchema).max(20).default([]),
  /** Most that a calendar day comes to, in local days. */
  dailyMaximum: notNegative.nullable().default(null),
  /** Most that 24 hours from entry come to, and each 24 hours after these. */
  maximumPer24Hours: notNegative.nullable().default(null),
  /** When the tables begin anew within a stay. */
  reset: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('NEVER') }),
      z.strictObject({ kind: z.literal('AT_LOCAL_TIME'), time: localTime }),
      z.strictObject({ kind: z.literal('EVERY'), minutes: minutes.min(1) }),
    ])
    .default({ kind: 'NEVER' }),
  /** A lost ticket costs a whole day's maximum and this. */
  lostTicketFee: notNegative.default('0'),
  overlap: overlapPolicySchema.default({
    parkingShareWhileCharging: '1',
    idleFee: 'REPLACES_PARKING',
  }),
});
export type RatePlan = z.infer<typeof ratePlanSchema>;
/** A plan as it is written: what has a default may be left out. */
export type RatePlanInput = z.input<typeof ratePlanSchema>;
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
    z.strictObject({ kind: z.literal('PERCENT'), percent }),
    /** With tax, in `currency`; never more than the price. */
    z.strictObject({ kind: z.literal('AMOUNT'), amount: notNegative, currency: currencySchema }),
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
