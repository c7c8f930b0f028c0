import { describe, expect, it } from 'vitest';
import { flat, hourly, lines, plan, price, rated, tier } from '../support/parking.js';

const ten = '2026-05-04T10:00:00+02:00';
const at = (time: string, day = '04') => `2026-05-${day}T${time}:00+02:00`;

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
        quantity: '2',
        unit: 'increment',
        unitPrice: '2.00',
        inclTax: '4.00',
      },
      {
        rule: 'tables.0.lines.1',
        quantity: '2',
        unit: 'increment',
        unitPrice: '3.00',
        inclTax: '6.00',
      },
    ]);
  });
});

it('nothing costs nothing', () => {
  expect(rated(plan(), ten, ten)).toEqual({
    currency: 'EUR',
    total: { exclTax: '0.00', inclTax: '0.00' },
    lines: [],
  });
});
void flat;
void tier;
