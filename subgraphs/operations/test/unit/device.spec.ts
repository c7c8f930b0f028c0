import { describe, expect, it } from 'vitest';
import { newDevice } from '../../src/application/register-device.js';
import { observe, settle, type Device, type Observation } from '../../src/domain/device.js';

const start = new Date('2027-03-01T08:00:00Z');
const at = (seconds: number) => new Date(start.getTime() + seconds * 1_000);
const patience = { worseAfterMs: 60_000, betterAfterMs: 300_000 };
const place = { id: 'f', tenantId: 't' };
const charger: Device = {
  ...newDevice({ id: 'c', kind: 'CHARGER', name: 'North' }, place, start),
  ...{ connectorCount: 2, stationStatus: 'ONLINE', condition: 'HEALTHY', health: 'HEALTHY' },
};
const gate: Device = {
  ...newDevice({ id: 'g', kind: 'GATE', name: 'Gate' }, place, start),
  silentAfterSeconds: 300,
};
const fault = (connectorId: string, code: string | null): Observation => ({
  ...{ kind: 'CONNECTOR', connectorId, code },
});

/** Lets things happen at seconds, and tells which health followed when. */
function story(device: Device, ...happened: readonly (readonly [number, Observation | null])[]) {
  let state = device;
  const told: [number, string, string][] = [];
  for (const [seconds, seen] of happened) {
    state = observe(state, seen ?? { kind: 'TIME_PASSED' }, at(seconds));
    for (const { type, device: after } of settle(state, at(seconds), patience)) {
      state = after;
      told.push([seconds, type, after.health]);
    }
  }
  return { state, told };
}

describe('the health of a device', () => {
  it('follows trouble that lasts a minute, and counts from its beginning', () => {
    const { state, told } = story(
      charger,
      [10, fault('a', 'X')],
      [20, fault('b', 'Y')],
      [80, null],
    );
    expect(told).toEqual([
      [80, 'ChargerHealthChanged', 'UNHEALTHY'],
      [80, 'DeviceUnhealthy', 'UNHEALTHY'],
    ]);
    expect(state).toMatchObject({ healthSince: at(20), reasons: ['X', 'Y'], version: 2 });
  });

  it('does not flicker', () => {
    const flicker = Array.from(
      { length: 20 },
      (_, index) => [index * 30, fault('a', index % 2 === 0 ? 'X' : null)] as const,
    );
    expect(story(charger, ...flicker).told).toEqual([]);
  });

  it('is well again only after five minutes without trouble', () => {
    const { told } = story(
      charger,
      ...([
        [0, fault('a', 'X')],
        [60, null],
        [100, fault('a', null)],
      ] as const),
      ...([
        [399, null],
        [400, null],
      ] as const),
    );
    expect(told).toEqual([
      [60, 'ChargerHealthChanged', 'DEGRADED'],
      [400, 'ChargerHealthChanged', 'HEALTHY'],
    ]);
  });

  it('is maintenance at once when staff say so, whatever is broken', () => {
    const { told } = story(
      charger,
      [0, fault('a', 'X')],
      [5, { kind: 'STATION', status: 'MAINTENANCE' }],
    );
    expect(told).toEqual([[5, 'ChargerHealthChanged', 'MAINTENANCE']]);
  });

  it('of a gate is unknown until it speaks, and bad when it falls silent', () => {
    const { told } = story(
      gate,
      ...([
        [0, null],
        [900, { kind: 'HEARD' }],
        [1_200, null],
      ] as const),
      ...([
        [1_201, null],
        [1_260, null],
        [1_261, null],
      ] as const),
    );
    expect(told).toEqual([
      [900, 'DeviceSettled', 'HEALTHY'],
      [1_261, 'DeviceUnhealthy', 'UNHEALTHY'],
    ]);
  });

  it('is degraded by a warning of its own', () => {
    const { told } = story(charger, [0, { kind: 'OWN_FAULT', level: 1 }], [60, null]);
    expect(told).toEqual([[60, 'ChargerHealthChanged', 'DEGRADED']]);
  });
});
