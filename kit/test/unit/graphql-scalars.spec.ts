import { describe, expect, it } from 'vitest';
import { parseValue } from 'graphql';
import { scalarResolvers } from '../../src/graphql/scalars.js';

const { DateTime, LocalDate, LocalTime, Duration, Decimal } = scalarResolvers;
const literal = (text: string) => parseValue(text);

describe('DateTime', () => {
  it('is a Date inside and UTC outside', () => {
    const instant = new Date('2026-05-01T06:30:00.000Z');
    expect(DateTime.parseValue('2026-05-01T08:30:00+02:00')).toEqual(instant);
    expect(DateTime.parseLiteral(literal('"2026-05-01T06:30Z"'))).toEqual(instant);
    expect(DateTime.serialize(instant)).toBe('2026-05-01T06:30:00.000Z');
    expect(DateTime.serialize('2026-05-01T08:30:00+02:00')).toBe('2026-05-01T06:30:00.000Z');
  });

  it.each([
    ['without offset', '2026-05-01T08:30:00'],
    ['of a day that the calendar lacks', '2026-02-30T08:30:00Z'],
    ['at 24:00', '2026-05-01T24:00:00Z'],
    ['without time', '2026-05-01'],
    ['that is a number', 1_777_000_000],
  ])('is refused %s', (_how, value) => {
    expect(() => DateTime.parseValue(value)).toThrow('DateTime must be');
  });

  it('is never written from what is not an instant', () => {
    expect(() => DateTime.serialize(new Date(Number.NaN))).toThrow();
    expect(() => DateTime.serialize(0)).toThrow();
  });
});

describe('LocalTime', () => {
  it.each(['00:00', '08:30', '23:59:59', '24:00'])('takes %s', (text) => {
    expect(LocalTime.parseValue(text)).toBe(text);
    expect(LocalTime.serialize(text)).toBe(text);
  });
  it.each(['24:01', '8:30', '08:60', '08', ''])('refuses "%s"', (text) => {
    expect(() => LocalTime.parseValue(text)).toThrow('LocalTime must be');
  });
});

describe('LocalDate', () => {
  it('takes days of the calendar only', () => {
    expect(LocalDate.parseValue('2028-02-29')).toBe('2028-02-29');
    for (const text of ['2026-02-29', '2026-13-01', '2026-5-1', '2026-05-01T00:00Z']) {
      expect(() => LocalDate.parseValue(text)).toThrow('LocalDate must be');
    }
  });
});

describe('Duration', () => {
  it.each(['PT1H30M', 'P1D', 'P1Y2M3W4DT5H6M7.5S', 'PT0S'])('takes %s', (text) => {
    expect(Duration.parseValue(text)).toBe(text);
  });
  it.each(['P', 'PT', 'P1H', '1h', '-PT1H', ''])('refuses "%s"', (text) => {
    expect(() => Duration.parseValue(text)).toThrow('Duration must be');
  });
});

describe('Decimal', () => {
  it('keeps every digit', () => {
    expect(Decimal.parseValue('0.10')).toBe('0.10');
    expect(Decimal.serialize('12345678901234567890.01')).toBe('12345678901234567890.01');
    expect(Decimal.serialize(12n)).toBe('12');
  });
  it('has nothing to do with floating point', () => {
    expect(() => Decimal.parseValue(0.1)).toThrow('Decimal must be');
    expect(() => Decimal.parseLiteral(literal('0.1'))).toThrow('Decimal must be');
    expect(() => Decimal.serialize(0.1)).toThrow('Not a Decimal');
    expect(() => Decimal.parseValue('1e3')).toThrow('Decimal must be');
  });
});
