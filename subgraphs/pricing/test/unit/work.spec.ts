import { describe, expect, it } from 'vitest';
import { readRatePlan } from '../../src/domain/content.js';
import { workFault } from '../../src/domain/price.js';
import { hourlyPlan, minutesFrom, noon } from '../support/builders.js';

function plan(otherwise: object) {
  const result = readRatePlan(hourlyPlan('1', otherwise));
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}

const line = (incrementMinutes: number) => ({
  ...{ type: 'INCREMENTING_RATE', incrementMinutes, value: '1' },
});
const days = (count: number) => minutesFrom(noon, count * 24 * 60);

describe('the work of a price', () => {
  it('is no matter without a plan, and with hours for months', () => {
    expect(workFault(null, noon, days(92))).toBeUndefined();
    expect(workFault(plan({}), noon, days(92))).toBeUndefined();
    const daily = plan({ reset: { kind: 'AT_LOCAL_TIME', time: '06:00' } });
    expect(workFault(daily, noon, days(92))).toBeUndefined();
  });

  it('is too much with minutes for weeks, in whichever table', () => {
    const tables = [
      { name: 'Small', sizes: ['COMPACT'], lines: [line(1)] },
      { name: 'All', lines: [line(60)] },
    ];
    expect(workFault(plan({ tables }), noon, days(13))).toBeUndefined();
    expect(workFault(plan({ tables }), noon, days(14))).toMatchObject({ field: 'to' });
  });

  it('is too much where tables begin anew all the time', () => {
    const often = plan({ reset: { kind: 'EVERY', minutes: 5 } });
    expect(workFault(often, noon, days(70))).toMatchObject({ field: 'to' });
  });
});
