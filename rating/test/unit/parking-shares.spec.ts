import { describe, expect, it } from 'vitest';
import type { Share, ShareReason } from '../../src/parking.js';
import { flat, hourly, lines, plan, price, rated, tier } from '../support/parking.js';

const at = (time: string) => `2026-05-04T${time}:00+02:00`;
const share = (from: string, to: string, of: string, reason: ShareReason = 'CHARGING'): Share => ({
  from: new Date(at(from)),
  to: new Date(at(to)),
  share: of,
  reason,
});
const shared = (...shares: Share[]) => ({ shares });

describe('shares', () => {
  it('lower an increment by the part of its minutes that they cover', () => {
    const half = shared(share('10:00', '10:30', '0'));
    expect(price(plan(), at('10:00'), at('11:00'), half)).toBe('1.00');
    expect(price(plan(), at('10:00'), at('11:00'), shared(share('10:00', '10:30', '0.5')))).toBe(
      '1.50',
    );
    expect(price(plan(), at('10:00'), at('12:00'), half)).toBe('3.00');
  });

  it('weigh an increment by the minutes that the stay was in it', () => {
    // The second hour was used for 30 minutes, of which 15 are free: half of it.
    const stay = [at('10:00'), at('11:30'), shared(share('11:00', '11:15', '0'))] as const;
    expect(price(plan(), ...stay)).toBe('3.00');
  });

  it('lower a flat and a tier by their part of the minutes that these pay for', () => {
    const charging = shared(share('10:30', '11:30', '0'));
    expect(price(plan(lines(flat('6.00'))), at('10:00'), at('13:00'), charging)).toBe('4.00');
    expect(price(plan(lines(flat('6.00', 60))), at('10:00'), at('13:00'), charging)).toBe('4.50');
    const bounded = plan(lines(flat('6.00', 0, { untilMinutes: 120 })));
    expect(price(bounded, at('10:00'), at('13:00'), charging)).toBe('3.00');
    const tiers = plan(lines(tier('3.00'), tier('6.00', 60)));
    expect(price(tiers, at('10:00'), at('13:00'), charging)).toBe('4.00');
  });

  it('are told on a line of their own, by reason and share', () => {
    const { lines: told, total } = rated(plan(), at('10:00'), at('12:00'), {
      shares: [
        share('10:00', '10:30', '0'),
        share('11:30', '12:00', '0'),
        share('11:00', '11:15', '0', 'IDLE'),
      ],
    });
    expect(told).toMatchObject([
      { rule: 'tables.0.lines.0', inclTax: '4.00' },
      {
        rule: 'overlap.parkingShareWhileCharging',
        description: 'While charging: 60 min cost 0 %',
        inclTax: '-2.00',
        start: '2026-05-04T08:00:00.000Z',
        end: '2026-05-04T10:00:00.000Z',
      },
      { rule: 'overlap.idleFee', inclTax: '-0.50' },
    ]);
    expect(total.inclTax).toBe('1.50');
  });

  it('that overlap: the smallest counts', () => {
    const overlapping = shared(
      share('10:00', '11:00', '0.5'),
      share('10:30', '12:00', '0', 'PASS'),
      share('10:00', '12:00', '0.75', 'VALIDATION'),
    );
    // 30 min at half, 90 min free, of two hours at 2.00.
    expect(price(plan(), at('10:00'), at('12:00'), overlapping)).toBe('0.50');
  });

  it('count before maxima: what is free does not use them up', () => {
    const daily = plan({ dailyMaximum: '5.00' });
    const free = shared(share('10:00', '12:00', '0'));
    expect(price(daily, at('10:00'), at('14:00'), free)).toBe('4.00');
    expect(price(daily, at('10:00'), at('16:00'), free)).toBe('5.00');
  });

  it('never make a stay dearer, though they leave room below two maxima', () => {
    // L: 2.00 + 1.00 (its most is 3.00), M: 1.00 (the day's most is 3.00). With half of L's first hour free both
    // fill up: L 1.00 + 2.00, M 2.00.
    const both = plan({
      ...lines(hourly('2.00', { maxValue: '3.00' }), hourly('2.00', { fromMinutes: 30 })),
      dailyMaximum: '3.00',
    });
    const free = shared(share('23:00', '23:30', '0'));
    const stay = [at('23:00'), '2026-05-05T00:20:00+02:00'] as const;
    expect(price(both, ...stay)).toBe('4.00');
    const { lines: told, total } = rated(both, ...stay, free);
    expect(total.inclTax).toBe('4.00');
    expect(told.at(-1)).toMatchObject({ rule: 'full_price', inclTax: '-1.00' });
  });

  it('do not stretch grace, which goes by the length of the stay', () => {
    const gracious = plan({ graceMinutes: 30 });
    const free = shared(share('10:00', '10:30', '0'));
    expect(price(gracious, at('10:00'), at('10:30'), free)).toBe('0.00');
    expect(price(gracious, at('10:00'), at('10:40'), free)).toBe('0.50');
  });

  it('outside of the stay, and shares of 1, say nothing', () => {
    const idle = shared(
      share('08:00', '10:00', '0'),
      share('11:00', '12:00', '0'),
      share('10:00', '11:00', '1'),
    );
    expect(rated(plan(), at('10:00'), at('11:00'), idle).lines).toHaveLength(1);
  });

  it('of which every minute has its own are free to the last digit', () => {
    const thirds = shared(
      share('10:00', '10:20', '0'),
      share('10:20', '10:40', '0', 'PASS'),
      share('10:40', '11:00', '0', 'IDLE'),
    );
    const taxed = plan({ taxPercent: '19', ...lines(hourly('1.00')) });
    expect(rated(taxed, at('10:00'), at('11:00'), thirds).total).toEqual({
      exclTax: '0.00',
      inclTax: '0.00',
    });
  });

  it('above 1 or below 0 are refused', () => {
    const stay = [at('10:00'), at('11:00')] as const;
    expect(() => price(plan(), ...stay, shared(share('10:00', '11:00', '1.1')))).toThrow(
      RangeError,
    );
    expect(() => price(plan(), ...stay, shared(share('10:00', '11:00', '-0.1')))).toThrow(
      RangeError,
    );
  });
});
