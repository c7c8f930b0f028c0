import { describe, expect, it } from 'vitest';
import { flat, hourly, lines, plan, price, rated, tier } from '../support/parking.js';

/** A time of Monday 4 May 2026 in Berlin, or another day of that May. */
const at = (time: string, day = 4) => `2026-05-0${day}T${time}:00+02:00`;
const ten = at('10:00');

describe('increments', () => {
  it('are paid once begun', () => {
    expect(price(plan(), ten, at('10:01'))).toBe('2.00');
    expect(price(plan(), ten, at('11:00'))).toBe('2.00');
    expect(price(plan(), ten, '2026-05-04T11:00:01+02:00')).toBe('4.00');
    expect(price(plan(), ten, at('12:30'))).toBe('6.00');
  });

  it('of several lines follow each other', () => {
    const dearer = plan(
      lines(hourly('2.00', { untilMinutes: 120 }), hourly('3.00', { fromMinutes: 120 })),
    );
    expect(price(dearer, ten, at('12:00'))).toBe('4.00');
    expect(price(dearer, ten, at('12:01'))).toBe('7.00');
    expect(rated(dearer, ten, at('13:30')).lines).toMatchObject([
      {
        rule: 'tables.0.lines.0',
        start: '2026-05-04T08:00:00.000Z',
        end: '2026-05-04T10:00:00.000Z',
        quantity: '2',
        unit: 'increment',
        unitPrice: '2.00',
        inclTax: '4.00',
      },
      {
        rule: 'tables.0.lines.1',
        start: '2026-05-04T10:00:00.000Z',
        end: '2026-05-04T11:30:00.000Z',
        quantity: '2',
        unitPrice: '3.00',
        inclTax: '6.00',
      },
    ]);
  });

  it('end with their line: nothing prices what lies between two lines', () => {
    const gap = plan(
      lines(hourly('2.00', { untilMinutes: 60 }), hourly('2.00', { fromMinutes: 120 })),
    );
    expect(price(gap, ten, at('12:00'))).toBe('2.00');
    expect(price(gap, ten, at('12:01'))).toBe('4.00');
  });

  it('that their line cuts short cost as much as whole ones', () => {
    const short = plan(lines(hourly('2.00', { untilMinutes: 90 })));
    expect(price(short, ten, at('11:10'))).toBe('4.00');
    expect(price(short, ten, at('15:00'))).toBe('4.00');
  });

  it('stop at the most that their line comes to', () => {
    const capped = plan(lines(hourly('2.00', { maxValue: '5.00' })));
    expect(price(capped, ten, at('12:00'))).toBe('4.00');
    expect(price(capped, ten, at('12:01'))).toBe('5.00');
    expect(rated(capped, ten, at('20:00')).lines).toMatchObject([
      { rule: 'tables.0.lines.0', quantity: '10', inclTax: '20.00' },
      { rule: 'tables.0.lines.0.maxValue', quantity: '1', unitPrice: '-15.00', inclTax: '-15.00' },
    ]);
  });
});

describe('flats', () => {
  it('are paid once the stay is longer than their minute', () => {
    const fee = plan(lines(flat('1.00'), hourly('2.00'), flat('5.00', 120)));
    expect(price(fee, ten, at('10:01'))).toBe('3.00');
    expect(price(fee, ten, at('12:00'))).toBe('5.00');
    expect(price(fee, ten, at('12:01'))).toBe('12.00');
  });

  it('of a tier take the place of all lines before them', () => {
    const tiers = plan(
      lines(
        tier('3.00'),
        tier('5.00', 60),
        tier('8.00', 180),
        hourly('1.00', { fromMinutes: 360 }),
      ),
    );
    expect(price(tiers, ten, at('11:00'))).toBe('3.00');
    expect(price(tiers, ten, at('11:01'))).toBe('5.00');
    expect(price(tiers, ten, at('13:00'))).toBe('5.00');
    expect(price(tiers, ten, at('15:00'))).toBe('8.00');
    expect(price(tiers, ten, at('16:30'))).toBe('9.00');
    expect(rated(tiers, ten, at('16:30')).lines).toMatchObject([
      { rule: 'tables.0.lines.2', start: '2026-05-04T08:00:00.000Z', unit: 'session' },
      { rule: 'tables.0.lines.3', start: '2026-05-04T14:00:00.000Z', unit: 'increment' },
    ]);
  });

  it('of a tier end increments that began before them', () => {
    const dayTicket = plan(lines(hourly('2.00'), tier('9.00', 300)));
    expect(price(dayTicket, ten, at('15:00'))).toBe('10.00');
    expect(price(dayTicket, ten, at('15:01'))).toBe('9.00');
    expect(price(dayTicket, ten, at('09:00', 6))).toBe('9.00');
  });
});

describe('a table', () => {
  const tables = [
    { name: 'Electric', drive: 'ELECTRIC' as const, lines: [hourly('1.00')] },
    { name: 'Small', sizes: ['COMPACT' as const], lines: [hourly('0.50')] },
    { name: 'Cars', sizes: ['STANDARD' as const], lines: [hourly('2.00')] },
  ];
  it.each([
    ['STANDARD', false, '2.00'],
    ['STANDARD', true, '1.00'],
    ['COMPACT', false, '0.50'],
    ['COMPACT', true, '1.00'],
    ['LARGE', false, '0.00'],
  ] as const)('is the first that fits: %s, electric %s', (size, isElectric, expected) => {
    expect(price(plan({ tables }), ten, at('10:30'), { size, isElectric })).toBe(expected);
  });
});

describe('grace', () => {
  it('makes a short stay free, and is no part of a longer one', () => {
    const gracious = plan({ graceMinutes: 15 });
    expect(rated(gracious, ten, at('10:15')).lines).toEqual([]);
    expect(price(gracious, ten, '2026-05-04T10:15:01+02:00')).toBe('2.00');
    expect(price(gracious, ten, at('11:10'))).toBe('4.00');
  });
});

describe('tax', () => {
  it('lies in the price, or comes on top', () => {
    const inclusive = rated(plan({ taxPercent: '25' }), ten, at('12:30'));
    expect(inclusive.total).toEqual({ exclTax: '4.80', inclTax: '6.00' });
    const exclusive = rated(plan({ taxPercent: '19', taxIncluded: false }), ten, at('12:30'));
    expect(exclusive.total).toEqual({ exclTax: '6.00', inclTax: '7.14' });
    expect(exclusive.lines).toMatchObject([
      { taxIncluded: false, taxPercent: '19', unitPrice: '2.00', exclTax: '6.00', inclTax: '7.14' },
    ]);
  });

  it('that is not known adds nothing and is not 0 %', () => {
    const [line] = rated(plan(), ten, at('10:30')).lines;
    expect(line).toMatchObject({ taxPercent: null, exclTax: '2.00', inclTax: '2.00' });
  });

  it('of amounts that do not divide is exact over the lines together', () => {
    const result = rated(
      plan({ taxPercent: '19', ...lines(hourly('2.00', { maxValue: '2.00' }), flat('1.00')) }),
      ten,
      at('13:00'),
    );
    expect(result.total.inclTax).toBe('3.00');
    expect(result.total.exclTax).toBe('2.521008403361344538');
  });
});

describe('a lost ticket', () => {
  const lost = { lostTicket: true };
  it('costs the maximum of a day and the fee, however long the stay', () => {
    const strict = plan({ dailyMaximum: '20.00', lostTicketFee: '10.00' });
    expect(price(strict, ten, at('10:05'), lost)).toBe('30.00');
    expect(price(strict, ten, at('10:05', 7), lost)).toBe('30.00');
    expect(rated(strict, ten, at('10:05'), lost).lines).toMatchObject([
      { kind: 'PARKING', rule: 'dailyMaximum', inclTax: '20.00' },
      { kind: 'PENALTY', rule: 'lostTicketFee', inclTax: '10.00' },
    ]);
  });

  it('goes by the maximum of 24 hours where there is none for the day', () => {
    const perStretch = plan({ maximumPer24Hours: '18.00', lostTicketFee: '10.00' });
    expect(price(perStretch, ten, at('10:05'), lost)).toBe('28.00');
  });

  it('goes by what 24 hours cost where there is no maximum at all', () => {
    expect(price(plan({ lostTicketFee: '10.00' }), ten, at('10:05'), lost)).toBe('58.00');
  });

  it('knows no grace', () => {
    expect(price(plan({ graceMinutes: 15, dailyMaximum: '20' }), ten, ten, lost)).toBe('20.00');
  });

  it('of a stay under a pass costs the fee', () => {
    const pass = [
      { from: new Date(at('00:00')), to: new Date(at('00:00', 5)), share: '0', reason: 'PASS' },
    ] as const;
    const strict = plan({ dailyMaximum: '20.00', lostTicketFee: '10.00' });
    expect(price(strict, ten, at('14:00'), { ...lost, shares: pass })).toBe('10.00');
  });
});

describe('a stay', () => {
  it('of no time costs nothing', () => {
    expect(rated(plan(lines(flat('5.00'))), ten, ten)).toEqual({
      currency: 'EUR',
      total: { exclTax: '0.00', inclTax: '0.00' },
      lines: [],
    });
  });

  it('that ends before it begins costs nothing', () => {
    expect(price(plan(), ten, at('09:00'))).toBe('0.00');
  });

  it('of years is refused rather than worked on', () => {
    expect(() => price(plan(), ten, '2040-01-01T00:00:00Z')).toThrow(RangeError);
  });
});
