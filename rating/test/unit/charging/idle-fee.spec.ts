import { describe, expect, it } from 'vitest';
import type { IdleFee } from '@voltpark/contracts';
import { rateCharging } from '../../../src/charging.js';
import { charging, idle, tariffOf, traceFrom, type Step } from '../../support/traces.js';

/** 6 an hour at 20 %, after ten minutes, at most 10; nights are quiet. */
const fee: Partial<IdleFee> = { vat: 20, grace_seconds: 600, max_price: 10 };
const nights = [{ start_time: '22:00', end_time: '07:00' }];

function idleLines(more: Partial<IdleFee>, start: string, steps: readonly Step[]) {
  const tariff = tariffOf([{ price_components: [{ type: 'ENERGY', price: 0.25 }] }], {
    idle_fee: { price_per_hour: 6, ...more },
  });
  const { lines, total } = rateCharging(tariff, traceFrom(start, steps));
  const time = (instant: string): string => instant.slice(11, 16);
  return {
    total: `${total.exclTax} / ${total.inclTax}`,
    lines: lines
      .filter(({ kind }) => kind === 'IDLE')
      .map((line) => `${time(line.start)}–${time(line.end)} ${line.quantity} h = ${line.exclTax}`),
  };
}

const noon = '2026-06-05T12:00:00Z';
/** 21:30 in Amsterdam. */
const evening = '2026-06-05T19:30:00Z';

describe('the idle fee', () => {
  it('runs while the vehicle is plugged in and does not charge', () => {
    expect(idleLines({ vat: 20 }, noon, [charging(60), idle(30)])).toEqual({
      total: '3.00 / 3.60',
      lines: ['13:00–13:30 0.5 h = 3.00'],
    });
  });

  it('begins after the grace', () => {
    expect(idleLines(fee, noon, [charging(60), idle(10)]).lines).toEqual([]);
    expect(idleLines(fee, noon, [charging(60), idle(40)]).lines).toEqual([
      '13:10–13:40 0.5 h = 3.00',
    ]);
  });

  it('has one grace a session, whatever lies between', () => {
    expect(idleLines(fee, noon, [idle(6), charging(60), idle(34)]).lines).toEqual([
      '13:10–13:40 0.5 h = 3.00',
    ]);
  });

  it('ends when its maximum is reached, and the line with it', () => {
    expect(
      idleLines({ ...fee, max_price: 4 }, noon, [idle(10), idle(100), charging(5), idle(60)]),
    ).toEqual({
      total: '4.00 / 4.80',
      lines: ['12:10–12:50 0.666666666666666667 h = 4.00'],
    });
  });

  it('counts all idling of the session to its maximum', () => {
    expect(
      idleLines({ max_price: 4 }, noon, [idle(30), charging(5), idle(60), charging(5), idle(60)])
        .lines,
    ).toEqual(['12:00–12:30 0.5 h = 3.00', '12:35–12:45 0.166666666666666667 h = 1.00']);
  });

  it('rests in quiet hours', () => {
    expect(idleLines({ quiet_hours: nights }, evening, [idle(11 * 60)]).lines).toEqual([
      '19:30–20:00 0.5 h = 3.00',
      '05:00–06:30 1.5 h = 9.00',
    ]);
  });

  it('does not use up its grace in quiet hours', () => {
    const grace = { quiet_hours: nights, grace_seconds: 3_600 };
    expect(idleLines(grace, evening, [idle(11 * 60)]).lines).toEqual(['05:30–06:30 1 h = 6.00']);
  });

  it('knows quiet hours of some days only: those of the instant', () => {
    // A Friday night: Saturday’s hours after midnight are not Friday’s.
    const fridays = {
      quiet_hours: [{ ...nights[0], day_of_week: ['FRIDAY'] }],
    } as Partial<IdleFee>;
    expect(idleLines(fridays, evening, [idle(4 * 60)]).lines).toEqual([
      '19:30–20:00 0.5 h = 3.00',
      '22:00–23:30 1.5 h = 9.00',
    ]);
  });

  it('follows the clock when it is changed', () => {
    // 29 March 2026, 01:00 to 04:00 on the clock is two hours.
    const quiet = { quiet_hours: [{ start_time: '02:00', end_time: '03:00' }] };
    expect(idleLines(quiet, '2026-03-29T00:00:00Z', [idle(120)]).lines).toEqual([
      '00:00–02:00 2 h = 12.00',
    ]);
    // 25 October: from 02:00 to 03:00 twice.
    expect(idleLines(quiet, '2026-10-24T23:30:00Z', [idle(180)]).lines).toEqual([
      '23:30–00:00 0.5 h = 3.00',
      '02:00–02:30 0.5 h = 3.00',
    ]);
  });

  it('stands beside the price of parking time: both are billed', () => {
    const tariff = tariffOf(
      [{ price_components: [{ type: 'PARKING_TIME', price: 2, step_size: 900 }] }],
      {
        idle_fee: { price_per_hour: 6 },
      },
    );
    const { lines } = rateCharging(tariff, traceFrom(noon, [idle(40)]));
    expect(lines.map(({ kind, rule, exclTax }) => [kind, rule, exclTax])).toEqual([
      ['IDLE', 'elements.0.price_components.0', '1.50'],
      ['IDLE', 'idle_fee', '4.00'],
    ]);
  });

  it('counts to the least and the most that the session costs', () => {
    const tariff = tariffOf([{ price_components: [{ type: 'ENERGY', price: 1 }] }], {
      idle_fee: { price_per_hour: 6 },
      max_price: { excl_vat: 8 },
    });
    const trace = traceFrom(noon, [charging(60, 4), idle(60)]);
    expect(rateCharging(tariff, trace).total.exclTax).toBe('8.00');
  });
});
