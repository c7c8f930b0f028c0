import { z } from 'zod';

/**
 * A charging tariff as OCPI 2.2.1 writes it (mod_tariffs), field names included, so that a tariff from elsewhere
 * is taken in unchanged. What OCPI has beside this (texts, energy mix, ids of the roaming partner) is kept and
 * means nothing to a price. One addition is ours: `idle_fee`.
 */

const notANumber = 'expected a number, or its digits as text';
const negative = `${notANumber}, not negative`;
/** OCPI's number: JSON number, or the same digits as text. Read as exact decimal by its shortest notation. */
const number = z.union(
  [z.number(), z.string().regex(/^-?\d{1,15}(\.\d{1,15})?$/, notANumber)],
  notANumber,
);
const notNegative = z.union(
  [z.number().min(0, negative), z.string().regex(/^\d{1,15}(\.\d{1,15})?$/, negative)],
  negative,
);

/** `HH:MM` in the facility's zone. `00:00` as an end is the end of the day. */
const localTime = z
  .string()
  .regex(
    /^([01]\d|2[0-3]):[0-5]\d$/,
    'expected a local time from 00:00 to 23:59; as an end, 00:00 is the end of the day',
  );
const notAnInstant =
  'expected an instant of ISO 8601 with its offset, as 2026-03-29T01:30:00+01:00';
/** Seconds may be left out. Read to the millisecond. */
const instant = z.union(
  [
    z.iso.datetime({ offset: true, error: notAnInstant }),
    z.iso.datetime({ offset: true, precision: -1, error: notAnInstant }),
  ],
  notAnInstant,
);

export const tariffDimensions = ['ENERGY', 'FLAT', 'PARKING_TIME', 'TIME'] as const;
export const daysOfWeek = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const;

/** Price limit: before tax, and with tax where that is limited too; under the names of OCPI 2.2.1 or of 2.3.0. */
const limitSchema = z
  .looseObject({
    excl_vat: number.optional(),
    incl_vat: number.nullish(),
    before_taxes: number.optional(),
    after_taxes: number.nullish(),
  })
  .refine(
    ({ excl_vat: before, before_taxes: beforeTaxes }) => (before ?? beforeTaxes) !== undefined,
    'expected excl_vat (2.3.0: before_taxes)',
  );

export const priceComponentSchema = z.looseObject({
  type: z.enum(tariffDimensions),
  /** Per kWh (ENERGY), per hour (TIME, PARKING_TIME), once (FLAT); before tax. */
  price: number,
  /** Percent. Missing: not applicable or unknown, which is not 0 %. */
  vat: notNegative.nullish(),
  /** Wh for ENERGY, seconds for TIME and PARKING_TIME; nothing for FLAT. */
  step_size: z.number().int().min(0).default(1),
});

export const tariffRestrictionsSchema = z.looseObject({
  start_time: localTime.nullish(),
  end_time: localTime.nullish(),
  /** Inclusive. */
  start_date: z.iso.date().nullish(),
  /** Exclusive. */
  end_date: z.iso.date().nullish(),
  /** Energy of the session so far, inclusive. */
  min_kwh: notNegative.nullish(),
  /** Exclusive. */
  max_kwh: notNegative.nullish(),
  /** A over all phases, inclusive. */
  min_current: number.nullish(),
  /** Exclusive. */
  max_current: number.nullish(),
  /** kW, inclusive. */
  min_power: number.nullish(),
  /** Exclusive. */
  max_power: number.nullish(),
  /** Seconds since the session began, inclusive. */
  min_duration: z.number().min(0).nullish(),
  /** Exclusive. */
  max_duration: z.number().min(0).nullish(),
  day_of_week: z.array(z.enum(daysOfWeek)).nullish(),
  reservation: z.enum(['RESERVATION', 'RESERVATION_EXPIRES']).nullish(),
});

/** What a vehicle costs that is plugged in and does not charge. Not in OCPI 2.x; OCPP 2.1 has the like. */
export const idleFeeSchema = z.strictObject({
  /** Per hour, before tax. */
  price_per_hour: notNegative,
  vat: notNegative.nullish(),
  /** Idle seconds of the session that cost nothing. */
  grace_seconds: z.number().int().min(0).default(0),
  /** Most that idling of one session costs, before tax. */
  max_price: notNegative.nullish(),
  /** Local times in which idling costs nothing and grace does not run. */
  quiet_hours: z
    .array(
      z.strictObject({
        start_time: localTime,
        end_time: localTime,
        /** Days on which they count, as OCPI's: the day of the instant, also after midnight. */
        day_of_week: z.array(z.enum(daysOfWeek)).nullish(),
      }),
    )
    .max(20)
    .default([]),
});

export const tariffSchema = z.looseObject({
  currency: z.string().regex(/^[A-Z]{3}$/),
  elements: z
    .array(
      z.looseObject({
        price_components: z.array(priceComponentSchema).min(1).max(8),
        restrictions: tariffRestrictionsSchema.nullish(),
      }),
    )
    .min(1)
    .max(100),
  min_price: limitSchema.nullish(),
  max_price: limitSchema.nullish(),
  /** OCPI 2.3.0: whether prices are with tax. Without it they are not, as in 2.2.1. */
  tax_included: z.enum(['YES', 'NO', 'N/A']).nullish(),
  start_date_time: z.iso.datetime({ offset: true, local: true }).nullish(),
  end_date_time: z.iso.datetime({ offset: true, local: true }).nullish(),
  idle_fee: idleFeeSchema.nullish(),
});
export type Tariff = z.infer<typeof tariffSchema>;
/** As it is written: what has a default may be left out. */
export type TariffInput = z.input<typeof tariffSchema>;
export type IdleFee = z.infer<typeof idleFeeSchema>;

/** What the vehicle did in a period. OCPI's TIME runs while CHARGING, its PARKING_TIME while IDLE. */
export const tracePeriodSchema = z.strictObject({
  start: instant,
  end: instant,
  activity: z.enum(['CHARGING', 'IDLE', 'RESERVED']),
  /** Wh of this period, spread evenly over it. */
  energy_wh: notNegative.optional(),
  /** Missing: unknown, or the average of the energy where there is one. */
  power_w: notNegative.optional(),
  /** Over all phases. */
  current_a: notNegative.optional(),
});

/** What is rated: the periods of one session and of the reservation before it, in any order, without overlap. */
export const traceSchema = z.strictObject({
  /** IANA name: tariffs are evaluated in the facility's zone. */
  time_zone: z.string(),
  reservation_expired: z.boolean().default(false),
  periods: z.array(tracePeriodSchema).max(50_000),
});
export type Trace = z.infer<typeof traceSchema>;
export type TracePeriod = z.infer<typeof tracePeriodSchema>;
