import fc from 'fast-check';
import {
  daysOfWeek,
  tariffSchema,
  traceSchema,
  type Tariff,
  type Trace,
} from '@voltpark/contracts';

/** Wh a minute: thresholds are whole multiples, so that they are reached on whole minutes. */
const portionWh = 100;

const cents = (most: number) => fc.integer({ min: 0, max: most }).map((cent) => cent / 100);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });
const localTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '59'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
const kwh = fc.integer({ min: 0, max: 60 }).map((portions) => (portions * portionWh) / 1000);

const component = fc.record({
  type: fc.constantFrom(
    'ENERGY' as const,
    'TIME' as const,
    'PARKING_TIME' as const,
    'FLAT' as const,
  ),
  price: cents(500),
  vat: maybe(fc.constantFrom(0, 7, 10, 19, 5.2)),
  step_size: fc.constantFrom(0, 60, 300, 900, 1800),
});

const withoutUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

const restrictions = fc
  .record({
    start_time: maybe(localTime),
    end_time: maybe(localTime),
    start_date: maybe(fc.constantFrom('2026-03-28', '2026-03-29', '2026-10-25')),
    end_date: maybe(fc.constantFrom('2026-03-29', '2026-03-30', '2026-10-26')),
    min_kwh: maybe(kwh),
    max_kwh: maybe(kwh),
    min_power: maybe(fc.constantFrom(3, 6, 11)),
    max_power: maybe(fc.constantFrom(6, 11, 22)),
    min_duration: maybe(fc.integer({ min: 0, max: 300 }).map((minutes) => minutes * 60)),
    max_duration: maybe(fc.integer({ min: 0, max: 300 }).map((minutes) => minutes * 60)),
    day_of_week: maybe(fc.subarray([...daysOfWeek])),
    reservation: fc.constantFrom(
      undefined,
      undefined,
      undefined,
      'RESERVATION' as const,
      'RESERVATION_EXPIRES' as const,
    ),
  })
  .map(withoutUndefined);

const limit = fc.record({ excl_vat: cents(2_000), incl_vat: cents(2_500) });

const idleFee = fc
  .record({
    price_per_hour: cents(1_000),
    vat: maybe(fc.constantFrom(19, 20)),
    grace_seconds: fc.integer({ min: 0, max: 30 }).map((minutes) => minutes * 60),
    max_price: maybe(cents(1_500)),
    quiet_hours: fc.array(
      fc
        .record({
          start_time: localTime,
          end_time: localTime,
          day_of_week: maybe(fc.subarray([...daysOfWeek])),
        })
        .map(withoutUndefined),
      { maxLength: 2 },
    ),
  })
  .map(withoutUndefined);

/** Tariffs with every kind of restriction. */
export const anyTariff: fc.Arbitrary<Tariff> = fc
  .record({
    elements: fc.array(
      fc.record({
        price_components: fc.array(component.map(withoutUndefined), { minLength: 1, maxLength: 3 }),
        restrictions: fc.option(restrictions, { nil: undefined, freq: 2 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    min_price: fc.option(limit, { nil: undefined, freq: 1 }),
    max_price: fc.option(limit, { nil: undefined, freq: 1 }),
    idle_fee: fc.option(idleFee, { nil: undefined, freq: 1 }),
  })
  .map((tariff) => tariffSchema.parse({ currency: 'EUR', ...withoutUndefined(tariff) }));

const steps = fc.array(
  fc.record({
    minutes: fc.integer({ min: 1, max: 200 }),
    activity: fc.constantFrom('CHARGING' as const, 'CHARGING' as const, 'IDLE' as const),
    flows: fc.boolean(),
    power: fc.constantFrom(0, 5_999, 6_000, 11_000, 22_000),
    /** Nothing is known of the time before. */
    gap: fc.constantFrom(0, 0, 0, 7),
  }),
  { minLength: 1, maxLength: 8 },
);

/** Sessions of some hours, around the days on which clocks change too. */
export const anyTrace: fc.Arbitrary<Trace> = fc
  .record({
    day: fc.constantFrom('2026-03-28', '2026-03-29', '2026-10-24', '2026-10-25', '2026-06-03'),
    minute: fc.integer({ min: 0, max: 1439 }),
    reservedMinutes: fc.constantFrom(0, 0, 13, 60),
    expired: fc.boolean(),
    steps,
    timeZone: fc.constantFrom('Europe/Amsterdam', 'UTC', 'America/New_York', 'Asia/Kathmandu'),
  })
  .map(({ day, minute, reservedMinutes, expired, steps, timeZone }) => {
    let at = Date.parse(`${day}T00:00:00Z`) + minute * 60_000;
    const span = (minutes: number): { start: string; end: string } => {
      const start = new Date(at).toISOString();
      at += minutes * 60_000;
      return { start, end: new Date(at).toISOString() };
    };
    const reservation =
      reservedMinutes === 0 ? [] : [{ ...span(reservedMinutes), activity: 'RESERVED' }];
    const session = steps.map(({ minutes, activity, flows, power, gap }) => {
      at += gap * 60_000;
      return {
        ...span(minutes),
        activity,
        energy_wh: flows && activity === 'CHARGING' ? minutes * portionWh : 0,
        power_w: activity === 'IDLE' ? 0 : power,
      };
    });
    return traceSchema.parse({
      time_zone: timeZone,
      reservation_expired: expired,
      periods: [...reservation, ...session],
    });
  });
