import { describe, expect, it } from 'vitest';
import { readRatePlan, readTariff } from '../../src/domain/content.js';
import { summaryOfPlan } from '../../src/domain/describe-plan.js';
import { idleFeeOf, limitOf, pricesOf, summaryOfTariff } from '../../src/domain/describe-tariff.js';
import { energyTariff, hourlyPlan } from '../support/builders.js';

function tariffOf(json: unknown) {
  const result = readTariff(json);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}

const full = tariffOf({
  currency: 'EUR',
  min_price: { excl_vat: 0.5, incl_vat: 0.6 },
  max_price: { excl_vat: 30 },
  elements: [
    {
      price_components: [{ type: 'TIME', price: '3.10', vat: 10, step_size: 60 }],
      restrictions: {
        start_time: '22:00',
        end_time: '06:00',
        day_of_week: ['MONDAY'],
        max_power: 11,
      },
    },
    { price_components: [{ type: 'ENERGY', price: 0.1 }] },
  ],
  idle_fee: {
    price_per_hour: 6,
    grace_seconds: 900,
    max_price: 12,
    quiet_hours: [{ start_time: '22:00', end_time: '06:00' }],
  },
});

describe('a tariff for people', () => {
  it('says each price, where it stands and when it counts', () => {
    expect(pricesOf(full)).toEqual([
      {
        ...{ path: 'elements.0.price_components.0', dimension: 'TIME', price: '3.1' },
        ...{ taxIncluded: false, taxPercent: '10', stepSize: 60 },
        condition: '22:00–06:00; Mon; below 11 kW',
      },
      {
        ...{ path: 'elements.1.price_components.0', dimension: 'ENERGY', price: '0.1' },
        ...{ taxIncluded: false, taxPercent: null, stepSize: 1, condition: null },
      },
    ]);
  });

  it('says limits and the idle fee', () => {
    expect(limitOf(full.min_price)).toEqual({ exclTax: '0.5', inclTax: '0.6' });
    expect(limitOf(undefined)).toBeNull();
    expect(idleFeeOf(full.idle_fee)).toEqual({
      ...{ pricePerHour: '6', taxPercent: null, grace: 'PT900S', maximum: '12' },
      quietHours: ['22:00–06:00'],
    });
    expect(idleFeeOf(null)).toBeNull();
  });

  it('is a sentence a rule', () => {
    expect(summaryOfTariff(full)).toEqual([
      '3.1 EUR per hour of charging plus 10 % tax (22:00–06:00; Mon; below 11 kW)',
      '0.1 EUR per kWh without tax',
      'at least 0.5 EUR before tax',
      'at most 30 EUR before tax',
      'idling 6 EUR per hour without tax after 15 min, at most 12 EUR, free at 22:00–06:00',
    ]);
    expect(summaryOfTariff(tariffOf(energyTariff()))).toHaveLength(2);
  });
});

describe('a rate plan for people', () => {
  it('is a sentence a rule', () => {
    const result = readRatePlan(
      hourlyPlan('2.00', {
        graceMinutes: 10,
        dailyMaximum: '12.00',
        reset: { kind: 'AT_LOCAL_TIME', time: '06:00' },
        lostTicketFee: '5',
        windows: [{ name: 'Night', from: '22:00', to: '06:00', multiplier: '0.5', days: [6, 7] }],
        overlap: { parkingShareWhileCharging: '0', idleFee: 'ADDS' },
      }),
    );
    if (!result.ok) throw new Error(result.refusal.message);
    expect(summaryOfPlan(result.value)).toEqual([
      'All: 2.00 EUR per begun 60 min',
      'Night: × 0.5 from 22:00 to 06:00 on Sat, Sun',
      'up to 10 min free',
      'at most 12.00 EUR a day',
      'anew every day at 06:00',
      'lost ticket: a day and 5 EUR',
      'with 19 % tax',
      'while charging × 0',
      'an idle fee comes on top',
    ]);
  });
});
