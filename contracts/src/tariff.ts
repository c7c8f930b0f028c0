import { z } from 'zod';

/**
 * A charging tariff as OCPI 2.2.1 writes it (mod_tariffs), field names included, so that a tariff from elsewhere
 * is taken in unchanged. What OCPI has beside this (texts, energy mix, ids of the roaming partner) is kept and
 * means nothing to a price. One addition is ours: `idle_fee`.
 */

/** OCPI's number: JSON number, or the same digits as text. Read as exact decimal by its shortest notation. */
const number = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]);

/** `HH:MM` in the facility's zone. `00:00` as an end is the end of the day. */
const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

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

/** Price limit: before tax, and with tax where that is limited too. */
const limitSchema = z.looseObject({ excl_vat: number, incl_vat: number.optional() });

export const priceComponentSchema = z.looseObject({
  type: z.enum(tariffDimensions),
  /** Per kWh (ENERGY), per hour (TIME, PARKING_TIME), once (FLAT); before tax. */
  price: number,
  /** Percent. Missing: not applicable or unknown, which is not 0 %. */
  vat: number.optional(),
  /** Wh for ENERGY, seconds for TIME and PARKING_TIME; nothing for FLAT. */
  step_size: z.number().int().min(0).default(1),
});

export const tariffRestrictionsSchema = z.looseObject({
  start_time: localTime.optional(),
  end_time: localTime.optional(),
  /** Inclusive. */
  start_date: z.iso.date().optional(),
  /** Exclusive. */
  end_date: z.iso.date().optional(),
  min_kwh: number.optional(),
  max_kwh: number.optional(),
  min_current: number.optional(),
  max_current: number.optional(),
  /** kW. */
  min_power: number.optional(),
  max_power: number.optional(),
  /** Seconds since the session began. */
  min_duration: z.number().min(0).optional(),
  max_duration: z.number().min(0).optional(),
  day_of_week: z.array(z.enum(daysOfWeek)).optional(),
  reservation: z.enum(['RESERVATION', 'RESERVATION_EXPIRES']).optional(),
});

/** What a vehicle costs that stays plugged in after it stopped charging. Not in OCPI 2.x; OCPP 2.1 has the like. */
export const idleFeeSchema = z.strictObject({
  /** Per hour, before tax. */
  price_per_hour: number,
  vat: number.optional(),
  /** Idle seconds of the session that cost nothing. */
  grace_seconds: z.number().int().min(0).default(0),
  /** Most that idling of one session costs, before tax. */
  max_price: number.optional(),
  /** Local times in which idling costs nothing and grace does not run. */
  quiet_hours: z
    .array(
      z.strictObject({
        start_time: localTime,
        end_time: localTime,
        day_of_week: z.array(z.enum(daysOfWeek)).optional(),
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
export type IdleFee = z.infer<typeof idleFeeSchema>;

/** What the vehicle did in a period. OCPI's TIME runs while CHARGING, its PARKING_TIME while IDLE. */
export const tracePeriodSchema = z.strictObject({
  start: z.iso.datetime({ offset: true }),
  end: z.iso.datetime({ offset: true }),
  activity: z.enum(['CHARGING', 'IDLE', 'RESERVED']),
  /** Wh of this period, spread evenly over it. */
  energy_wh: number.optional(),
  power_w: number.optional(),
  current_a: number.optional(),
});

/** What is rated: the periods of one session, in order, without overlap. */
export const traceSchema = z.strictObject({
  /** IANA name: tariffs are evaluated in the facility's zone. */
  time_zone: z.string(),
  reservation_expired: z.boolean().default(false),
  periods: z.array(tracePeriodSchema).max(50_000),
});
export type Trace = z.infer<typeof traceSchema>;
export type TracePeriod = z.infer<typeof tracePeriodSchema>;
