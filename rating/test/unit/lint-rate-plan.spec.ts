import type { RatePlanInput } from '@voltpark/contracts/rate-plan';
import { describe, expect, it } from 'vitest';
import { lintRatePlan } from '../../src/lint-rate-plan.js';
import { flat, hourly, lines, plan, tier } from '../support/parking.js';

/** A plan without findings, and what is particular. */
function findings(particular: Partial<RatePlanInput>, timeZone = 'Europe/Berlin', year = 2026) {
  const own = plan({ taxPercent: '19', dailyMaximum: '20.00', ...particular });
  return lintRatePlan(own, { timeZone, year }).map(({ code, path }) => `${code} ${path}`);
}
const window = (from: string, to: string, days: number[] = []) => ({
  name: 'Window',
  from,
  to,
  days,
  multiplier: '2',
});

it('a plain plan has no findings', () => {
  expect(findings({})).toEqual([]);
});

describe('tables', () => {
  it('that no vehicle reaches, and vehicles without a table', () => {
    const cars = { name: 'Cars', sizes: ['STANDARD' as const], lines: [hourly('2.00')] };
    expect(
      findings({
        tables: [cars, { ...cars, name: 'Electric', drive: 'ELECTRIC' }],
      }),
    ).toEqual(['UNREACHABLE_TABLE tables.1', 'NO_TABLE tables']);
  });
});

describe('lines', () => {
  it('beyond the reset are never reached', () => {
    const reset = { kind: 'EVERY' as const, minutes: 120 };
    expect(findings({ ...lines(hourly('2.00'), flat('1.00', 120)), reset })).toEqual([
      'UNREACHABLE_LINE tables.0.lines.1',
    ]);
    expect(findings({ ...lines(hourly('2.00'), flat('1.00', 119)), reset })).toEqual([]);
  });

  it('in the shadow of a tier never count', () => {
    expect(findings(lines(hourly('2.00', { fromMinutes: 120 }), tier('5.00')))).toEqual([
      'SHADOWED tables.0.lines.0',
    ]);
  });

  it('leave gaps, between them and at the end', () => {
    const gap = lines(
      hourly('2.00', { untilMinutes: 60 }),
      hourly('2.00', { fromMinutes: 120, untilMinutes: 240 }),
    );
    expect(findings(gap)).toEqual(['GAP tables.0', 'GAP tables.0']);
    expect(findings(lines(flat('1.00'), hourly('2.00', { untilMinutes: 120 })))).toEqual([
      'GAP tables.0',
    ]);
    const nightly = { reset: { kind: 'AT_LOCAL_TIME' as const, time: '04:00' } };
    expect(findings({ ...lines(hourly('2.00', { untilMinutes: 1440 })), ...nightly })).toEqual([]);
  });

  it('with a last increment cut short', () => {
    expect(
      findings(lines(hourly('2.00', { untilMinutes: 90 }), hourly('1.00', { fromMinutes: 90 }))),
    ).toEqual(['CUT_INCREMENT tables.0.lines.0']);
  });

  it('of tiers that become cheaper', () => {
    expect(findings(lines(tier('8.00'), tier('5.00', 60)))).toEqual([
      'CHEAPER_LATER tables.0.lines.1',
    ]);
  });
});

describe('maxima', () => {
  it('below a single price', () => {
    expect(findings({ dailyMaximum: '1.50', maximumPer24Hours: '1.00' })).toEqual([
      'CAP_BELOW_LINE dailyMaximum',
      'CAP_BELOW_LINE maximumPer24Hours',
    ]);
    expect(findings(lines(hourly('2.00', { maxValue: '1.00' })))).toEqual([
      'CAP_BELOW_LINE tables.0.lines.0.maxValue',
    ]);
    expect(findings({ windows: [{ ...window('07:00', '10:00'), maxValue: '3.00' }] })).toEqual([
      'CAP_BELOW_LINE windows.0.maxValue',
    ]);
  });

  it('of 24 hours that two days cannot reach, and of nothing', () => {
    expect(findings({ maximumPer24Hours: '40.00' })).toEqual([
      'UNREACHABLE_MAXIMUM maximumPer24Hours',
    ]);
    expect(findings({ dailyMaximum: null })).toEqual(['LOST_TICKET lostTicketFee']);
  });
});

describe('windows', () => {
  it('in the shadow of others', () => {
    const windows = [window('20:00', '02:00'), window('02:00', '06:00'), window('21:00', '05:00')];
    expect(findings({ windows }, 'Asia/Tokyo')).toEqual(['SHADOWED windows.2']);
    const weekdays = [window('00:00', '24:00', [1, 2, 3, 4, 5]), window('22:00', '04:00', [5])];
    expect(findings({ windows: weekdays })).toEqual([]);
    const sundays = [window('00:00', '24:00', [1, 7]), window('22:00', '04:00', [7])];
    expect(findings({ windows: sundays })).toEqual(['SHADOWED windows.1']);
  });

  it('without effect', () => {
    const windows = [{ ...window('07:00', '10:00'), multiplier: '1' }];
    expect(findings({ windows })).toEqual(['NO_EFFECT windows.0']);
  });

  it('at times that a night does not have, or has twice', () => {
    expect(findings({ windows: [window('02:30', '06:00')] })).toEqual([
      'DST_SKIPPED windows.0',
      'DST_REPEATED windows.0',
    ]);
    expect(findings({ windows: [window('22:00', '02:30', [6])] })).toEqual([
      'DST_SKIPPED windows.0',
      'DST_REPEATED windows.0',
    ]);
    expect(findings({ windows: [window('22:00', '02:30', [7])] })).toEqual([]);
    expect(findings({ windows: [window('02:30', '06:00', [1, 2, 3, 4, 5, 6])] })).toEqual([]);
    expect(findings({ windows: [window('02:30', '06:00')] }, 'Asia/Kolkata')).toEqual([]);
  });

  it('that a night leaves out', () => {
    const own = plan({ taxPercent: '19', dailyMaximum: '20', windows: [window('02:15', '02:45')] });
    const [skipped] = lintRatePlan(own, { timeZone: 'Europe/Berlin', year: 2026 });
    expect(skipped).toMatchObject({
      severity: 'WARNING',
      code: 'DST_SKIPPED',
      message: 'On 2026-03-29 there is no 02:15 and 02:45: Window does not take place.',
    });
  });

  it('in a zone that changes by half an hour', () => {
    const at = (time: string) =>
      findings({ windows: [window(time, '12:00')] }, 'Australia/Lord_Howe');
    expect(at('02:15')).toEqual(['DST_SKIPPED windows.0']);
    expect(at('01:45')).toEqual(['DST_REPEATED windows.0']);
    expect(at('02:30')).toEqual([]);
  });
});

it('a reset at a time that some nights do not have', () => {
  expect(findings({ reset: { kind: 'AT_LOCAL_TIME', time: '02:30' } })).toEqual([
    'DST_SKIPPED reset.time',
    'DST_REPEATED reset.time',
  ]);
});

describe('money', () => {
  it('with odd tax', () => {
    expect(findings({ taxPercent: null })).toEqual(['TAX_UNKNOWN taxPercent']);
    expect(findings({ taxPercent: '0.19' })).toEqual(['TAX_ODD taxPercent']);
    expect(findings({ taxPercent: '42' })).toEqual(['TAX_ODD taxPercent']);
    expect(findings({ taxPercent: '0' })).toEqual([]);
  });

  it('in an odd currency, or finer than it', () => {
    expect(findings({ currency: 'ZZZ' })).toEqual(['CURRENCY_UNKNOWN currency']);
    expect(findings({ currency: 'JPY', ...lines(hourly('150.50')), dailyMaximum: '900' })).toEqual([
      'FINER_THAN_CURRENCY tables.0.lines.0.value',
    ]);
  });
});

it('grace that outlasts a look around', () => {
  expect(findings({ graceMinutes: 90 })).toEqual(['GRACE_LONG graceMinutes']);
});
