import { describe, expect, it } from 'vitest';
import type { Tariff } from '@voltpark/contracts';
import { lintTariff } from '../../../src/lint-tariff.js';
import { ocpi } from '../../support/ocpi-tariffs.js';
import { tariffOf } from '../../support/traces.js';

type Elements = Parameters<typeof tariffOf>[0];
type Restrictions = Elements[number]['restrictions'];

const lint = (tariff: Tariff, timeZone = 'Europe/Amsterdam'): string[] =>
  lintTariff(tariff, { timeZone, year: 2026 }).map(({ code, path }) => `${code} ${path}`);
const messages = (tariff: Tariff): string[] =>
  lintTariff(tariff, { timeZone: 'Europe/Amsterdam', year: 2026 }).map(({ message }) => message);

const energy = (price: number, restrictions?: Restrictions): Elements[number] => ({
  price_components: [{ type: 'ENERGY', price }],
  ...(restrictions === undefined ? {} : { restrictions }),
});

describe('lint of a tariff', () => {
  it('finds nothing in plain tariffs', () => {
    for (const tariff of [
      ocpi.energyAndStart,
      ocpi.perHourAndParking,
      ocpi.expiryTime,
      ocpi.mostPrice,
    ])
      expect(lint(tariff)).toEqual([]);
  });

  it('refuses a zone that there is not', () => {
    expect(() => lintTariff(ocpi.energyOnly, { timeZone: 'Mars', year: 2026 })).toThrow(RangeError);
  });
});

describe('gaps', () => {
  it('are moments without a price where others have one', () => {
    const nights = tariffOf([energy(1, { start_time: '06:00', end_time: '22:00' })]);
    expect(lint(nights)).toEqual(['GAP elements']);
    expect(messages(nights)[0]).toContain('for example at 00:00');
    const weekend = tariffOf([energy(1, { day_of_week: ['SATURDAY', 'SUNDAY'] })]);
    expect(messages(weekend)[0]).toContain('on Monday');
    const much = tariffOf([energy(1, { max_kwh: 30 }), energy(2, { min_kwh: 50 })]);
    expect(messages(much)[0]).toContain('after 30 kWh');
    const long = tariffOf([energy(1, { max_duration: 3_600 })]);
    expect(messages(long)[0]).toContain('after 60 min');
    const slow = tariffOf([energy(1, { min_power: 50 })]);
    expect(messages(slow)[0]).toContain('at 0 kW');
    const dated = tariffOf([energy(1, { start_date: '2026-06-01' })]);
    expect(messages(dated)[0]).toContain('on 2026-05-31');
  });

  it('are none when the elements complete each other', () => {
    expect(
      lint(
        tariffOf([
          energy(1, { start_time: '22:00', end_time: '06:00' }),
          energy(2, {
            start_time: '06:00',
            end_time: '22:00',
            day_of_week: ['SATURDAY', 'SUNDAY'],
          }),
          energy(3, {
            start_time: '06:00',
            end_time: '22:00',
            day_of_week: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'],
          }),
        ]),
      ),
    ).toEqual([]);
  });

  it('of a minute are seen: 23:59 is not the end of the day', () => {
    expect(
      lint(
        tariffOf([
          energy(1, { start_time: '00:00', end_time: '12:00' }),
          energy(1, { start_time: '12:00', end_time: '23:59' }),
        ]),
      ),
    ).toEqual(['LAST_MINUTE elements.1.restrictions.end_time', 'GAP elements']);
  });

  it('open where a station does not tell its power', () => {
    expect(lint(tariffOf([energy(1, { max_power: 16 }), energy(2, { min_power: 16 })]))).toEqual([
      'GAP_WHEN_UNTOLD elements',
    ]);
    expect(lint(tariffOf([energy(1, { max_power: 16 }), energy(2)]))).toEqual([]);
  });
});

describe('prices that never count', () => {
  it('stand behind others that always do', () => {
    expect(lint(tariffOf([energy(1), energy(2, { max_kwh: 5 })]))).toEqual([
      'SHADOWED elements.1.price_components.0',
    ]);
    expect(
      lint(
        tariffOf([
          energy(1, { start_time: '08:00', end_time: '20:00' }),
          energy(2, { start_time: '10:00', end_time: '12:00' }),
          energy(3),
        ]),
      ),
    ).toEqual(['SHADOWED elements.1.price_components.0']);
  });

  it('stand twice in one element', () => {
    const twice = tariffOf([
      {
        price_components: [
          { type: 'FLAT', price: 1 },
          { type: 'FLAT', price: 2 },
        ],
      },
    ]);
    expect(lint(twice)).toEqual(['SHADOWED elements.0.price_components.1']);
  });

  it('have conditions that contradict themselves', () => {
    const never: NonNullable<Restrictions>[] = [
      { start_time: '10:00', end_time: '10:00' },
      { min_kwh: 10, max_kwh: 10 },
      { min_power: 10, max_power: 5 },
      { max_current: 0 },
      { min_duration: 60, max_duration: 60 },
      { start_date: '2026-03-02', end_date: '2026-03-01' },
    ];
    for (const restrictions of never) {
      const [first, ...others] = lint(tariffOf([energy(1, restrictions), energy(2)]));
      expect(first).toMatch(/^NEVER_HOLDS elements\.0\.restrictions\.(max_|end_)/);
      expect(others).toEqual([]);
    }
  });

  it('are for reservations, or for idling, and cannot be', () => {
    expect(lint(tariffOf([energy(1, { reservation: 'RESERVATION' })]))).toEqual([
      'NOT_FOR_RESERVATIONS elements.0.price_components.0',
    ]);
    const parking: Elements = [
      { price_components: [{ type: 'PARKING_TIME', price: 1 }], restrictions: { min_power: 3 } },
      { price_components: [{ type: 'PARKING_TIME', price: 2 }] },
    ];
    expect(lint(tariffOf(parking))).toEqual(['NEVER_COUNTS elements.0.price_components.0']);
  });

  it('are fees that could only be a second one', () => {
    const late: Elements = [
      { price_components: [{ type: 'FLAT', price: 5 }], restrictions: { min_kwh: 20 } },
      { price_components: [{ type: 'FLAT', price: 1 }] },
    ];
    expect(lint(tariffOf(late))).toEqual(['FEE_TOO_LATE elements.0.price_components.0']);
  });
});

describe('clocks', () => {
  it('take a window away in spring and double it in autumn', () => {
    const window = tariffOf([energy(1, { start_time: '02:00', end_time: '02:30' }), energy(2)]);
    expect(
      lintTariff(window, { timeZone: 'Europe/Amsterdam', year: 2026 }).map(({ severity, code }) => [
        severity,
        code,
      ]),
    ).toEqual([
      ['WARNING', 'DST_SKIPPED'],
      ['WARNING', 'DST_REPEATED'],
    ]);
    expect(messages(window)).toEqual([
      'On 2026-03-29 the clock goes from 02:00 to 03:00: 02:00–02:30 does not take place.',
      'On 2026-10-25 02:00 to 03:00 comes twice: so does 02:00–02:30.',
    ]);
    expect(lint(window, 'UTC')).toEqual([]);
    expect(lint(window, 'America/New_York')).toEqual(['DST_SKIPPED elements.0.restrictions']);
  });

  it('cut windows that begin or end within the change', () => {
    const night = tariffOf([energy(1, { start_time: '22:00', end_time: '02:30' }), energy(2)]);
    expect(messages(night)).toEqual([
      'On 2026-03-29 the clock goes from 02:00 to 03:00: 22:00–02:30 loses 30 minutes.',
      'On 2026-10-25 02:00 to 03:00 comes twice: 22:00–02:30 stops and begins again in between.',
    ]);
  });

  it('leave alone windows around the change, and those of other days', () => {
    expect(
      lint(tariffOf([energy(1, { start_time: '22:00', end_time: '06:00' }), energy(2)])),
    ).toEqual([]);
    const mondays = energy(1, { start_time: '02:00', end_time: '02:30', day_of_week: ['MONDAY'] });
    expect(lint(tariffOf([mondays, energy(2)]))).toEqual([]);
    const summer = energy(1, {
      start_time: '02:00',
      end_time: '02:30',
      start_date: '2026-05-01',
      end_date: '2026-09-01',
    });
    expect(lint(tariffOf([summer, energy(2)]))).toEqual([]);
  });

  it('touch quiet hours as well', () => {
    const fee = { price_per_hour: 6, quiet_hours: [{ start_time: '02:00', end_time: '03:00' }] };
    expect(lint(tariffOf([energy(1)], { idle_fee: fee }))).toEqual([
      'DST_SKIPPED idle_fee.quiet_hours.0',
      'DST_REPEATED idle_fee.quiet_hours.0',
    ]);
  });
});

describe('what reads otherwise than it is meant', () => {
  it('is a night of one day', () => {
    const friday = energy(1, { start_time: '22:00', end_time: '06:00', day_of_week: ['FRIDAY'] });
    expect(lint(tariffOf([friday, energy(2)]))).toEqual([
      'WRAPS_WITH_DAYS elements.0.restrictions.day_of_week',
    ]);
  });

  it('is a whole day as a window', () => {
    expect(lint(tariffOf([energy(1, { start_time: '00:00', end_time: '00:00' })]))).toEqual([
      'WHOLE_DAY elements.0.restrictions.end_time',
    ]);
  });

  it('is a step on a flat fee, a large step, a negative price', () => {
    const tariff = tariffOf([
      {
        price_components: [
          { type: 'FLAT', price: 1, step_size: 60 },
          { type: 'ENERGY', price: -1, step_size: 5_000 },
          { type: 'TIME', price: 1, step_size: 7_200 },
        ],
      },
    ]);
    expect(lint(tariff)).toEqual([
      'STEP_ON_FLAT elements.0.price_components.0.step_size',
      'LARGE_STEP elements.0.price_components.1.step_size',
      'NEGATIVE_PRICE elements.0.price_components.1.price',
      'LARGE_STEP elements.0.price_components.2.step_size',
    ]);
  });

  it('is a price without tax beside prices with', () => {
    const mixed = tariffOf([
      {
        price_components: [
          { type: 'FLAT', price: 0 },
          { type: 'TIME', price: 1 },
          { type: 'ENERGY', price: 1, vat: 19 },
        ],
      },
    ]);
    expect(lint(mixed)).toEqual(['TAX_UNKNOWN elements.0.price_components.1.vat']);
  });

  it('is a limit that contradicts another, or its tax', () => {
    const limits = tariffOf([{ price_components: [{ type: 'ENERGY', price: 1, vat: 10 }] }], {
      min_price: { excl_vat: 5, incl_vat: 4 },
      max_price: { excl_vat: 3 },
    });
    expect(lint(limits)).toEqual([
      'LIMIT_BELOW_NET min_price.incl_vat',
      'LIMIT_WITHOUT_TAX max_price',
      'MAX_BELOW_MIN max_price',
    ]);
  });

  it('is an idle fee beside parking time, without tax, at most nothing, or never quiet', () => {
    const parking: Elements = [{ price_components: [{ type: 'PARKING_TIME', price: 1, vat: 20 }] }];
    const fee = {
      price_per_hour: 6,
      max_price: 0,
      quiet_hours: [{ start_time: '10:00', end_time: '10:00' }],
    };
    expect(lint(tariffOf(parking, { idle_fee: fee }))).toEqual([
      'IDLE_TWICE idle_fee',
      'TAX_UNKNOWN idle_fee.vat',
      'NEVER_COUNTS idle_fee.max_price',
      'NEVER_HOLDS idle_fee.quiet_hours.0.end_time',
    ]);
  });

  it('may be too much to go through', () => {
    const elements = Array.from({ length: 60 }, (_, place) =>
      energy(1, {
        min_kwh: place + 1,
        min_power: place + 1,
        start_time: `${String(place % 24).padStart(2, '0')}:10`,
        day_of_week: ['MONDAY'],
      }),
    );
    expect(lint(tariffOf(elements))).toContain('NOT_CHECKED elements');
  });
});
