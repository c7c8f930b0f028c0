import { describe, expect, it } from 'vitest';
import { periodOf, periodsBetween, revenuePeriods } from '../../src/domain/revenue.js';

describe('periods of revenue', () => {
  it('are days, ISO weeks and months', () => {
    expect(periodOf('2026-01-01', 'DAY')).toBe('2026-01-01');
    expect(periodOf('2026-01-01', 'WEEK')).toBe('2025-12-29');
    expect(periodOf('2026-05-10', 'WEEK')).toBe('2026-05-04');
    expect(periodOf('2026-02-28', 'MONTH')).toBe('2026-02-01');
  });

  it('follow each other over the ends of months and years', () => {
    expect(periodsBetween('2025-12-30', '2026-01-02', 'DAY')).toHaveLength(4);
    expect(periodsBetween('2025-12-31', '2026-01-12', 'WEEK')).toEqual([
      ...['2025-12-29', '2026-01-05', '2026-01-12'],
    ]);
    expect(periodsBetween('2025-11-30', '2026-02-01', 'MONTH')).toEqual([
      ...['2025-11-01', '2025-12-01', '2026-01-01', '2026-02-01'],
    ]);
  });

  it('have the days that are in the range, and no revenue where there was none', () => {
    const row = { kind: 'PARKING', invoicedMinor: 500, creditedMinor: -200 } as const;
    const periods = revenuePeriods([{ ...row, period: '2026-05-04' }], {
      ...{ from: '2026-05-06', to: '2026-05-12', granularity: 'WEEK' },
    });
    expect(periods).toEqual([
      {
        ...{ from: '2026-05-06', to: '2026-05-10', netMinor: 300 },
        byKind: [{ ...row, netMinor: 300 }].map(({ kind, ...amounts }) => ({ kind, ...amounts })),
      },
      { from: '2026-05-11', to: '2026-05-12', netMinor: 0, byKind: [] },
    ]);
  });
});
