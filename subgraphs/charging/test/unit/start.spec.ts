import { describe, expect, it } from 'vitest';
import { estimatedEnd } from '../../src/domain/estimate.js';
import { decline, propose, statusAt } from '../../src/domain/proposal.js';
import { happenedAt } from '../../src/domain/reported-time.js';
import {
  decideStart,
  type StartCharging,
  type StartState,
} from '../../src/domain/start-charging.js';
import type { Connector, Station } from '../../src/domain/station.js';
import { settled, type Stay } from '../../src/domain/stay.js';
import { device, driver, operator, otherDevice, otherDriver } from '../support/actors.js';

const now = new Date('2026-05-01T12:00:00Z');
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);

const stay: Stay = {
  id: 'stay-one',
  facilityId: 'facility-one',
  tenantId: 'tenant-one',
  slotId: 'slot-one',
  slotKind: 'EV',
  registration: 'DDEV1',
  customerId: 'customer-one',
  isElectric: true,
  enteredAt: minutes(-10),
  leftAt: null,
  mergedIntoId: null,
  version: 1,
  settledAt: null,
};

const place = { facilityId: 'facility-one', tenantId: 'tenant-one' };
const connector: Connector = {
  ...place,
  id: 'connector-one',
  chargerId: 'charger-one',
  stationId: 'station-one',
  ordinal: 1,
  type: 'IEC_62196_T2_COMBO',
  powerW: 100_000,
  slotId: 'slot-one',
  status: 'AVAILABLE',
  statusSince: minutes(-60),
  deviceStatus: null,
  pluggedIn: false,
  fault: null,
  sessionId: null,
  reservation: null,
  version: 0,
};
const station: Station = {
  ...place,
  id: 'station-one',
  name: 'North',
  manufacturer: null,
  model: null,
  serialNumber: null,
  warrantyUntil: null,
  maintenance: [],
  status: 'ONLINE',
  statusReason: null,
  statusSince: minutes(-60),
  lastHeardAt: now,
  registeredAt: minutes(-60),
  updatedAt: minutes(-60),
  workUntil: null,
  workDoneTo: null,
  version: 1,
};

const noTargets = { socPercent: null, energyWh: null, costInclTax: null, durationSeconds: null };
const command: StartCharging = {
  connectorId: 'connector-one',
  targets: noTargets,
  socPercent: null,
  transactionId: null,
};
const state: StartState = {
  station,
  connectors: [connector],
  stay,
  vehicle: null,
  charging: null,
  isOffered: true,
  timeZone: 'Europe/Berlin',
  tariffVersionId: 'tariff-version-one',
};
const known = { id: 'session-one', actor: driver, at: now, now };
const start = (words: Partial<StartState> = {}, wish: Partial<StartCharging> = {}) =>
  decideStart({ ...command, ...wish }, { ...state, ...words }, known);
const withConnector = (words: Partial<Connector>) => ({ connectors: [{ ...connector, ...words }] });

describe('starting', () => {
  it('grants a session that has no energy yet', () => {
    expect(start()).toMatchObject({
      outcome: 'accepted',
      events: [
        {
          status: 'PENDING',
          id: 'session-one',
          registration: 'DDEV1',
          tariffVersionId: 'tariff-version-one',
          startedAt: now,
          openedAt: now,
          powerW: 100_000,
          version: 1,
        },
      ],
    });
  });

  it('does not begin before the vehicle parked', () => {
    const early = decideStart(command, state, { ...known, at: minutes(-11) });
    expect(early).toMatchObject({ events: [{ startedAt: stay.enteredAt, openedAt: now }] });
  });

  it.each([
    ['a connector that serves no place in particular', withConnector({ slotId: null })],
    ['a cable that is in already', withConnector({ status: 'BLOCKED', pluggedIn: true })],
    ['a device that began by itself', withConnector({ status: 'CHARGING' })],
    ['a vehicle of which nothing is known', { vehicle: { connectorTypes: [], batteryWh: null } }],
    [
      'a place that is kept for it',
      withConnector({
        status: 'RESERVED',
        reservation: { registration: 'DDEV1', offerId: 'o', until: now },
      }),
    ],
  ])('is granted with %s', (_what, words) => {
    expect(start(words)).toMatchObject({ outcome: 'accepted' });
  });

  it.each([
    ['no station', { station: null }, 'NotFound'],
    ['no connector', { connectors: [] }, 'NotFound'],
    ['no stay', { stay: null }, 'VehicleNotParked'],
    ["another's stay", { stay: { ...stay, customerId: 'customer-two' } }, 'VehicleNotParked'],
    ['a stay that is over', { stay: { ...stay, leftAt: now } }, 'VehicleNotParked'],
    [
      'a stay that is part of another',
      { stay: { ...stay, mergedIntoId: 's' } },
      'VehicleNotParked',
    ],
    ['a place for others', { stay: { ...stay, slotKind: 'ICE' as const } }, 'VehicleNotParked'],
    ['another facility', { stay: { ...stay, facilityId: 'f' } }, 'VehicleNotParked'],
    ['another place', { stay: { ...stay, slotId: 's' } }, 'VehicleNotAtConnector'],
    ['a facility that offers none', { isOffered: false }, 'ChargingNotOffered'],
    ['a session elsewhere', { charging: { id: 's' } }, 'VehicleAlreadyCharging'],
    [
      'a silent station',
      { station: { ...station, status: 'OFFLINE' as const } },
      'StationUnavailable',
    ],
    [
      'no such inlet',
      { vehicle: { connectorTypes: ['CHADEMO'], batteryWh: null } },
      'ConnectorIncompatible',
    ],
    ['a session on it', withConnector({ sessionId: 's' }), 'ConnectorOccupied'],
    [
      'a session on its neighbour',
      { connectors: [connector, { ...connector, id: 'c', sessionId: 's' }] },
      'ConnectorOccupied',
    ],
    [
      'a neighbour that is kept for others',
      {
        connectors: [
          connector,
          {
            ...connector,
            id: 'c',
            status: 'RESERVED' as const,
            reservation: { registration: 'X', offerId: 'o', until: now },
          },
        ],
      },
      'ConnectorReserved',
    ],
    ['a fault', withConnector({ status: 'OUTOFORDER' }), 'ConnectorUnavailable'],
    [
      'a place that is kept for others',
      withConnector({
        status: 'RESERVED',
        reservation: { registration: 'X', offerId: 'o', until: now },
      }),
      'ConnectorReserved',
    ],
  ])('is refused with %s', (_what, words, type) => {
    expect(start(words)).toMatchObject({ outcome: 'refused', refusal: { type } });
  });

  it.each([
    ['targets.socPercent', { targets: { ...noTargets, socPercent: 0 } }],
    ['targets.energyWh', { targets: { ...noTargets, energyWh: Number.NaN } }],
    ['targets.durationSeconds', { targets: { ...noTargets, durationSeconds: 59 } }],
    ['targets.costInclTax', { targets: { ...noTargets, costInclTax: '1,50' } }],
    ['socPercent', { socPercent: 100.1 }],
  ])('is refused with an impossible %s', (field, wish) => {
    expect(start({}, wish)).toMatchObject({ refusal: { type: 'InvalidInput', field } });
  });
});

describe('the estimate of the end', () => {
  const of = { startedAt: now, targets: noTargets, batteryWh: 80_000, powerW: 100_000 };

  it('charges to the target at four fifths of the power, and half of that above 80 %', () => {
    const targets = { ...noTargets, socPercent: 80 };
    // 48 kWh at 80 kW.
    expect(estimatedEnd({ ...of, targets, socPercent: 20 })).toEqual(minutes(36));
    // The last 20 % take twice as long: 16 kWh at 40 kW.
    expect(estimatedEnd({ ...of, socPercent: 80 })).toEqual(minutes(24));
  });

  it('is the earliest of the targets', () => {
    const targets = { ...noTargets, energyWh: 40_000, durationSeconds: 600 };
    expect(estimatedEnd({ ...of, targets, socPercent: null })).toEqual(minutes(10));
  });

  it('is none where nothing is known', () => {
    expect(estimatedEnd({ ...of, socPercent: null })).toBeNull();
    expect(estimatedEnd({ ...of, socPercent: 50, batteryWh: null })).toBeNull();
  });
});

describe('when something happened', () => {
  const here = (actor = device) => ({ actor, tenantId: 'tenant-one', now });

  it('is now, or when devices and staff say', () => {
    expect(happenedAt(null, here(driver))).toBe(now);
    for (const actor of [device, operator]) {
      expect(happenedAt(minutes(-60), here(actor))).toEqual(minutes(-60));
    }
    for (const actor of [driver, otherDevice]) {
      expect(happenedAt(minutes(-60), here(actor))).toMatchObject({ type: 'NotPermitted' });
    }
  });

  it('is neither far ahead nor long ago', () => {
    expect(happenedAt(minutes(2), here())).toEqual(minutes(2));
    expect(happenedAt(minutes(3), here())).toMatchObject({ type: 'InvalidInput' });
    expect(happenedAt(minutes(-1_440), here())).toEqual(minutes(-1_440));
    expect(happenedAt(minutes(-1_441), here())).toMatchObject({ type: 'InvalidInput' });
  });
});

describe('an offer to charge', () => {
  const at = { stationId: 'station-one', connectorIds: ['connector-one'] };
  const proposed = propose(stay, at, { id: 'proposal-one', now })?.proposal;

  it('is made to an electric vehicle at a connector, for a time', () => {
    expect(proposed).toMatchObject({ status: 'OPEN', expiresAt: minutes(30), version: 1 });
  });

  it('is not made to others', () => {
    const made = { id: 'proposal-one', now };
    expect(propose({ ...stay, isElectric: false }, at, made)).toBeNull();
    expect(propose({ ...stay, slotKind: 'ICE' }, at, made)).toBeNull();
    expect(propose({ ...stay, leftAt: now }, at, made)).toBeNull();
    expect(propose(stay, { ...at, connectorIds: [] }, made)).toBeNull();
  });

  it('is turned down until it expires', () => {
    if (proposed === undefined) throw new Error('It was made above.');
    expect(decline(proposed, minutes(29))).toMatchObject({ events: [{ status: 'DECLINED' }] });
    expect(statusAt(proposed, minutes(30))).toBe('EXPIRED');
    expect(decline(proposed, minutes(30))).toMatchObject({
      refusal: { type: 'ProposalClosed', status: 'EXPIRED' },
    });
  });
});

describe('a stay', () => {
  const left = { ...stay, leftAt: now };

  it('is settled when it is over and no session is open', () => {
    expect(settled(left, [{ id: 's', isOpen: false }], now)).toMatchObject({
      sessionIds: ['s'],
      stay: { settledAt: now },
    });
    expect(settled(left, [], now)).toMatchObject({ sessionIds: [] });
  });

  it('is not settled before, not twice, and not where nobody charges', () => {
    expect(settled(stay, [], now)).toBeNull();
    expect(settled(left, [{ id: 's', isOpen: true }], now)).toBeNull();
    expect(settled({ ...left, settledAt: now }, [], now)).toBeNull();
    expect(settled({ ...left, slotKind: 'ICE' }, [], now)).toBeNull();
  });
});

// Somebody else's vehicle is as good as none: whether it stands there is not theirs to know.
describe('a stranger', () => {
  it('learns nothing of a vehicle', () => {
    const refused = decideStart(command, state, { ...known, actor: otherDriver });
    expect(refused).toEqual(decideStart(command, { ...state, stay: null }, known));
  });
});
