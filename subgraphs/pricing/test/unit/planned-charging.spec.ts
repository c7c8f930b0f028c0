import { describe, expect, it } from 'vitest';
import { planCharging, type ChargingWish } from '../../src/domain/planned-charging.js';
import { beginningFault, lengthFault, outsideStay } from '../../src/domain/price.js';
import { minutesFrom, noon } from '../support/builders.js';

const connectors = [
  { type: 'IEC_62196_T2', powerW: 11_000 },
  { type: 'IEC_62196_T2', powerW: 22_000 },
];
const wish: ChargingWish = {
  ...{ stationId: 's', connectorType: 'IEC_62196_T2', kWh: '11', at: noon, powerKw: null },
  idle: { minutes: 0 },
};
const plan = (otherwise: Partial<ChargingWish> = {}) =>
  planCharging({ ...wish, ...otherwise }, connectors, 'Europe/Berlin', 'charging.');

describe('planned charging', () => {
  it('flows evenly at the power of the strongest connector that fits', () => {
    expect(plan()).toMatchObject({
      value: {
        to: minutesFrom(noon, 30),
        trace: {
          time_zone: 'Europe/Berlin',
          periods: [{ activity: 'CHARGING', energy_wh: '11000', power_w: '22000' }],
        },
      },
    });
  });

  it('takes the time that the power asked for needs, in whole seconds, and idles afterwards', () => {
    const planned = plan({ kWh: '0.01', powerKw: '7', idle: { minutes: 20 } });
    // 10 Wh at 7 kW are 5.14 seconds.
    const charged = new Date(noon.getTime() + 6_000);
    expect(planned).toMatchObject({
      value: {
        to: minutesFrom(charged, 20),
        trace: { periods: [{ end: charged.toISOString() }, { activity: 'IDLE' }] },
      },
    });
  });

  it('idles until an instant', () => {
    const until = minutesFrom(noon, 90);
    expect(plan({ idle: { until } })).toMatchObject({ value: { to: until } });
    expect(plan({ idle: { until: minutesFrom(noon, 30) } })).toMatchObject({
      value: { trace: { periods: [{ activity: 'CHARGING' }] } },
    });
  });

  it.each<[string, Partial<ChargingWish>]>([
    ['kWh', { kWh: '0' }],
    ['kWh', { kWh: '2000.1' }],
    ['kWh', { idle: { until: minutesFrom(noon, 29) } }],
    ['powerKw', { powerKw: '0' }],
    ['powerKw', { powerKw: '22.1' }],
    ['powerKw', { kWh: '2000', powerKw: '0.5' }],
    ['idleMinutes', { idle: { minutes: 93 * 24 * 60 } }],
    ['idleMinutes', { idle: { minutes: -1 } }],
  ])('is refused with a wrong %s', (field, wrong) => {
    expect(plan(wrong)).toMatchObject({
      ok: false,
      refusal: { type: 'InvalidInput', field: `charging.${field}` },
    });
  });

  it('is refused at a connector that the station does not have', () => {
    expect(plan({ connectorType: 'CHADEMO' })).toMatchObject({
      refusal: { type: 'NoSuchConnector', connectorTypes: ['IEC_62196_T2'] },
    });
  });
});

describe('a stay', () => {
  it('ends after it begins, and within 92 days', () => {
    expect(lengthFault(noon, minutesFrom(noon, 1))).toBeUndefined();
    expect(lengthFault(noon, noon)).toMatchObject({ field: 'to' });
    expect(lengthFault(noon, minutesFrom(noon, 92 * 24 * 60 + 1))).toMatchObject({ field: 'to' });
  });

  it('begins within reach of a quote', () => {
    expect(beginningFault(noon, noon, 'from')).toBeUndefined();
    const long = 400 * 24 * 60;
    expect(beginningFault(minutesFrom(noon, long), noon, 'from')).toMatchObject({ field: 'from' });
    expect(beginningFault(minutesFrom(noon, -long), noon, 'at')).toMatchObject({ field: 'at' });
  });

  it('has its charging within it', () => {
    const stay = { from: noon, to: minutesFrom(noon, 60) };
    expect(outsideStay(stay, stay, '')).toBeUndefined();
    expect(outsideStay({ ...stay, from: minutesFrom(noon, -1) }, stay, '')).toMatchObject({
      field: 'at',
    });
    expect(outsideStay({ ...stay, to: minutesFrom(noon, 61) }, stay, '')).toMatchObject({
      field: 'idleMinutes',
    });
  });
});
