import { describe, expect, it } from 'vitest';
import { flat, hourly, lines, plan, price, rated, tier } from '../support/parking.js';

const summer = (day: string, time: string) => `2026-${day}T${time}:00+02:00`;
const winter = (day: string, time: string) => `2026-${day}T${time}:00+01:00`;

describe('the maximum of a day', () => {
  const daily = plan({ dailyMaximum: '15.00' });

  it('counts by local calendar days, for the increments that begin in them', () => {
    // 15:00 to 24:00: nine increments, 18.00, at most 15.00; then until 09:00 nine more: at most 15.00.
    expect(price(daily, summer('05-04', '15:00'), summer('05-05', '00:00'))).toBe('15.00');
    expect(price(daily, summer('05-04', '15:00'), summer('05-05', '02:00'))).toBe('19.00');
    expect(price(daily, summer('05-04', '15:00'), summer('05-05', '09:00'))).toBe('30.00');
    expect(price(daily, summer('05-04', '23:30'), summer('05-05', '00:45'))).toBe('4.00');
  });

  it('has a line of its own for each day that it makes cheaper', () => {
    const { lines: told } = rated(daily, summer('05-04', '15:00'), summer('05-05', '10:00'));
    expect(told).toMatchObject([
      { rule: 'tables.0.lines.0', quantity: '19', inclTax: '38.00' },
      { rule: 'dailyMaximum', inclTax: '-3.00', start: '2026-05-04T13:00:00.000Z' },
      { rule: 'dailyMaximum', inclTax: '-5.00', start: '2026-05-04T22:00:00.000Z' },
    ]);
  });

  it('is as much for a day of 23 hours and one of 25', () => {
    const half = plan({ ...lines(hourly('0.50')), dailyMaximum: '11.75' });
    // Clocks go forward on 29 March: 23 increments. Back on 25 October: 25 increments.
    expect(price(half, winter('03-29', '00:00'), summer('03-30', '00:00'))).toBe('11.50');
    expect(price(half, summer('10-25', '00:00'), winter('10-26', '00:00'))).toBe('11.75');
    expect(price(plan(), winter('03-29', '00:00'), summer('03-30', '00:00'))).toBe('46.00');
    expect(price(plan(), summer('10-25', '00:00'), winter('10-26', '00:00'))).toBe('50.00');
  });

  it('goes on over the end of a month, of February and of a year', () => {
    expect(price(daily, summer('07-31', '12:00'), summer('08-01', '12:00'))).toBe('30.00');
    expect(price(daily, winter('02-28', '12:00'), winter('03-01', '12:00'))).toBe('30.00');
    expect(price(daily, '2028-02-28T12:00:00+01:00', '2028-03-01T12:00:00+01:00')).toBe('45.00');
    expect(price(daily, winter('12-31', '12:00'), '2027-01-01T12:00:00+01:00')).toBe('30.00');
  });

  it('is of the zone of the facility', () => {
    const stay = ['2026-05-04T22:00:00Z', '2026-05-05T08:00:00Z'] as const;
    expect(price(daily, ...stay)).toBe('15.00');
    // In London it is 23:00: one increment that day.
    expect(price(daily, ...stay, { timeZone: 'Europe/London' })).toBe('17.00');
  });
});

describe('the maximum of 24 hours', () => {
  const stretch = plan({ maximumPer24Hours: '15.00' });

  it('counts from entry, by elapsed time', () => {
    expect(price(stretch, summer('05-04', '15:00'), summer('05-05', '15:00'))).toBe('15.00');
    expect(price(stretch, summer('05-04', '15:00'), summer('05-05', '15:01'))).toBe('17.00');
    expect(price(stretch, summer('05-04', '15:00'), summer('05-06', '15:00'))).toBe('30.00');
  });

  it('ends an hour earlier by the clock when clocks go back', () => {
    expect(price(stretch, summer('10-24', '15:00'), winter('10-25', '14:00'))).toBe('15.00');
    expect(price(stretch, summer('10-24', '15:00'), winter('10-25', '14:01'))).toBe('17.00');
  });

  it('and that of the day both hold', () => {
    const both = plan({ dailyMaximum: '10.00', maximumPer24Hours: '15.00' });
    expect(price(both, summer('05-04', '15:00'), summer('05-05', '15:00'))).toBe('15.00');
    const { lines: told } = rated(both, summer('05-04', '15:00'), summer('05-05', '15:00'));
    expect(told.map(({ rule, inclTax }) => [rule, inclTax])).toEqual([
      ['tables.0.lines.0', '48.00'],
      ['dailyMaximum', '-8.00'],
      ['maximumPer24Hours', '-5.00'],
      ['dailyMaximum', '-20.00'],
    ]);
  });
});

describe('a reset', () => {
  it('at a local time begins the table anew', () => {
    const nightly = plan({
      ...lines(tier('3.00'), tier('8.00', 120)),
      reset: { kind: 'AT_LOCAL_TIME', time: '04:00' },
    });
    expect(price(nightly, summer('05-04', '20:00'), summer('05-05', '04:00'))).toBe('8.00');
    expect(price(nightly, summer('05-04', '20:00'), summer('05-05', '04:01'))).toBe('11.00');
    expect(price(nightly, summer('05-04', '20:00'), summer('05-05', '06:01'))).toBe('16.00');
  });

  it('cuts an increment short that is paid in full, and flats are paid again', () => {
    const midnight = plan({
      ...lines(flat('1.00'), hourly('2.00')),
      reset: { kind: 'AT_LOCAL_TIME', time: '24:00' },
    });
    expect(price(midnight, summer('05-04', '22:30'), summer('05-05', '00:00'))).toBe('5.00');
    expect(price(midnight, summer('05-04', '22:30'), summer('05-05', '00:30'))).toBe('8.00');
  });

  it('every so many minutes counts elapsed time', () => {
    const every = plan({ ...lines(tier('10.00')), reset: { kind: 'EVERY', minutes: 24 * 60 } });
    expect(price(every, summer('05-04', '15:00'), summer('05-05', '15:00'))).toBe('10.00');
    expect(price(every, summer('05-04', '15:00'), summer('05-05', '15:01'))).toBe('20.00');
    expect(price(every, summer('10-24', '15:00'), winter('10-25', '14:01'))).toBe('20.00');
  });

  it('at a time that comes twice is made once, at the first; one that never comes, when it is skipped', () => {
    const twice = plan({ ...lines(flat('1.00')), reset: { kind: 'AT_LOCAL_TIME', time: '02:30' } });
    expect(price(twice, summer('10-25', '00:00'), summer('10-25', '02:30'))).toBe('1.00');
    expect(price(twice, summer('10-25', '00:00'), winter('10-25', '05:00'))).toBe('2.00');
    expect(price(twice, winter('03-29', '00:00'), summer('03-29', '03:00'))).toBe('1.00');
    expect(price(twice, winter('03-29', '00:00'), summer('03-29', '03:01'))).toBe('2.00');
  });

  it('gives the maximum of a line anew', () => {
    const capped = plan({
      ...lines(hourly('2.00', { maxValue: '5.00' })),
      reset: { kind: 'AT_LOCAL_TIME', time: '00:00' },
    });
    expect(price(capped, summer('05-04', '12:00'), summer('05-05', '12:00'))).toBe('10.00');
  });
});

describe('a window', () => {
  const peak = {
    name: 'Peak',
    days: [1, 2, 3, 4, 5],
    from: '07:00',
    to: '10:00',
    multiplier: '1.5',
  };
  const night = { name: 'Night', from: '20:00', to: '06:00', multiplier: '0.5', maxValue: '5.00' };
  const windows = plan({ windows: [peak, night] });

  it('multiplies the increments that begin in it', () => {
    // 06:30 off, 07:30 to 09:30 peak, 10:30 off.
    expect(price(windows, summer('05-04', '06:30'), summer('05-04', '11:30'))).toBe('13.00');
    expect(rated(windows, summer('05-04', '06:30'), summer('05-04', '11:30')).lines).toMatchObject([
      { quantity: '1', unitPrice: '2.00' },
      { quantity: '3', unitPrice: '3.00', description: 'All: 3 × 60 min at 3.00 (Peak: × 1.5)' },
      { quantity: '1', unitPrice: '2.00' },
    ]);
  });

  it('is on its days only', () => {
    expect(price(windows, summer('05-09', '07:00'), summer('05-09', '10:00'))).toBe('6.00');
    expect(price(windows, summer('05-08', '07:00'), summer('05-08', '10:00'))).toBe('9.00');
  });

  it('wraps over midnight, and one night comes to its maximum', () => {
    expect(price(windows, summer('05-04', '20:00'), summer('05-04', '23:00'))).toBe('3.00');
    // Ten hours of night: 10.00, at most 5.00; then 06:00 off peak.
    expect(price(windows, summer('05-04', '20:00'), summer('05-05', '06:30'))).toBe('7.00');
    const twoNights = rated(windows, summer('05-08', '20:00'), summer('05-10', '06:00'));
    expect(twoNights.lines.filter(({ rule }) => rule === 'windows.1.maxValue')).toHaveLength(2);
    expect(twoNights.total.inclTax).toBe('38.00');
  });

  it('belongs to the day on which it begins', () => {
    const friday = plan({
      windows: [{ name: 'Party', days: [5], from: '22:00', to: '04:00', multiplier: '3' }],
    });
    expect(price(friday, summer('05-09', '03:00'), summer('05-09', '04:00'))).toBe('6.00');
    expect(price(friday, summer('05-08', '03:00'), summer('05-08', '04:00'))).toBe('2.00');
    expect(price(friday, summer('05-09', '22:00'), summer('05-09', '23:00'))).toBe('2.00');
  });

  it('of a weekend is two whole days', () => {
    const free = plan({
      windows: [{ name: 'Weekend', days: [6, 7], from: '00:00', to: '24:00', multiplier: '0' }],
    });
    expect(price(free, summer('05-08', '22:00'), summer('05-11', '02:00'))).toBe('8.00');
  });

  it('that stands first counts where two contain an instant', () => {
    const allDay = { name: 'Day', from: '00:00', to: '24:00', multiplier: '2' };
    expect(
      price(plan({ windows: [peak, allDay] }), summer('05-04', '09:00'), summer('05-04', '11:00')),
    ).toBe('7.00');
    expect(
      price(plan({ windows: [allDay, peak] }), summer('05-04', '09:00'), summer('05-04', '11:00')),
    ).toBe('8.00');
  });

  it('lasts through the hour that comes twice, and is not in the hour that does not come', () => {
    const early = plan({
      windows: [{ name: 'Early', from: '02:00', to: '03:00', multiplier: '10' }],
    });
    // 02:00 summer time and 02:00 winter time, both at 20.00.
    expect(price(early, summer('10-25', '00:00'), winter('10-25', '04:00'))).toBe('46.00');
    expect(price(early, winter('03-29', '00:00'), summer('03-29', '05:00'))).toBe('8.00');
  });

  it('is the longer or shorter for the change of clocks', () => {
    const cheap = plan({
      windows: [{ name: 'Night', from: '00:00', to: '06:00', multiplier: '0.5' }],
    });
    expect(price(cheap, winter('03-29', '00:00'), summer('03-29', '06:00'))).toBe('5.00');
    expect(price(cheap, summer('10-25', '00:00'), winter('10-25', '06:00'))).toBe('7.00');
  });

  it('does not multiply a maximum', () => {
    const capped = plan({
      ...lines(hourly('2.00', { maxValue: '5.00' })),
      dailyMaximum: '4.00',
      windows: [{ name: 'Peak', from: '07:00', to: '10:00', multiplier: '3' }],
    });
    expect(price(capped, summer('05-04', '07:00'), summer('05-04', '08:00'))).toBe('4.00');
  });

  it('multiplies a flat by where it begins, and a tier by where its table begins', () => {
    const table = lines(flat('4.00', 60));
    const tiers = lines(tier('1.00'), tier('4.00', 60));
    const own = { windows: [{ name: 'Peak', from: '08:00', to: '09:00', multiplier: '2' }] };
    expect(
      price(plan({ ...table, ...own }), summer('05-04', '07:30'), summer('05-04', '09:30')),
    ).toBe('8.00');
    expect(
      price(plan({ ...tiers, ...own }), summer('05-04', '07:30'), summer('05-04', '09:30')),
    ).toBe('4.00');
    expect(
      price(plan({ ...tiers, ...own }), summer('05-04', '08:30'), summer('05-04', '12:30')),
    ).toBe('8.00');
  });
});

it('a year of minutes is rated quickly', () => {
  const busy = plan({
    ...lines({ type: 'INCREMENTING_RATE', incrementMinutes: 1, value: '0.01' }),
    dailyMaximum: '5.00',
    windows: [{ name: 'Night', from: '20:00', to: '06:00', multiplier: '0.5' }],
  });
  // Time of its own: the machine may be busy with others.
  const began = process.cpuUsage();
  expect(price(busy, winter('01-01', '00:00'), '2027-01-01T00:00:00+01:00')).toBe('1825.00');
  expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000);
});
