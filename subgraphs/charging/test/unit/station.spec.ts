import { describe, expect, it } from 'vitest';
import { heard, setStationStatus, silent, updateStation } from '../../src/domain/change-station.js';
import { deviceStatuses, deviceStatusOf, readReport } from '../../src/domain/device-status.js';
import { followPlan, workDueAt } from '../../src/domain/planned-work.js';
import { registerStation } from '../../src/domain/register-station.js';
import { changed, type Connector, type Station } from '../../src/domain/station.js';

const now = new Date('2026-05-01T12:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

const station = (words: Partial<Station> = {}): Station => ({
  id: 'station-one',
  facilityId: 'facility-one',
  tenantId: 'tenant-one',
  name: 'North',
  manufacturer: null,
  model: null,
  serialNumber: null,
  warrantyUntil: null,
  maintenance: [],
  status: 'ONLINE',
  statusReason: null,
  statusSince: ago(600),
  lastHeardAt: now,
  registeredAt: ago(600),
  updatedAt: ago(600),
  workUntil: null,
  workDoneTo: null,
  version: 3,
  ...words,
});

const connector = (words: Partial<Connector> = {}): Connector => ({
  id: 'connector-one',
  chargerId: 'charger-one',
  stationId: 'station-one',
  facilityId: 'facility-one',
  tenantId: 'tenant-one',
  ordinal: 1,
  type: 'IEC_62196_T2_COMBO',
  powerW: 150_000,
  slotId: 'slot-one',
  status: 'AVAILABLE',
  statusSince: ago(60),
  deviceStatus: null,
  pluggedIn: false,
  fault: null,
  sessionId: null,
  reservation: null,
  version: 4,
  ...words,
});

const details = {
  name: 'North',
  manufacturer: null,
  model: null,
  serialNumber: null,
  warrantyUntil: null,
  maintenance: [],
};

describe('registering a station', () => {
  let count = 0;
  const known = {
    id: 'station-one',
    facilityId: 'facility-one',
    tenantId: 'tenant-one',
    now,
    named: null,
    newId: () => `id-${(count += 1)}`,
  };
  const charger = {
    label: null,
    slotId: null,
    level: 'DCFC',
    powerKw: '150.5',
    connectors: [
      { type: 'CHADEMO', powerKw: '50' },
      { type: 'NACS', powerKw: null },
    ],
  } as const;

  it('gives chargers and connectors ids, numbers and powers in watts', () => {
    const decision = registerStation({ details, chargers: [charger, charger] }, known);
    expect(decision).toMatchObject({
      outcome: 'accepted',
      events: [
        {
          station: { status: 'ONLINE', version: 1, lastHeardAt: now },
          chargers: [
            { ordinal: 1, label: '1', powerW: 150_500 },
            { ordinal: 2, label: '2' },
          ],
          connectors: [{ powerW: 50_000 }, { powerW: 150_500 }, {}, {}],
        },
      ],
    });
  });

  it.each(['-1', '0', '0.0001', '4001', '1e3', 'many', ''])(
    'refuses a power of "%s" kW',
    (powerKw) => {
      const chargers = [{ ...charger, powerKw }];
      expect(registerStation({ details, chargers }, known)).toMatchObject({
        refusal: { type: 'InvalidInput', field: 'chargers.0.powerKw' },
      });
    },
  );

  it('refuses a name that is taken', () => {
    const named = { id: 'station-two' };
    expect(registerStation({ details, chargers: [charger] }, { ...known, named })).toMatchObject({
      refusal: { type: 'StationNameTaken', stationId: 'station-two' },
    });
  });
});

describe('a station', () => {
  it('has other papers, and may keep its own name', () => {
    const change = { model: ' HPC  150 ', name: 'North' };
    const named = { id: 'station-one' };
    expect(updateStation(station(), change, { now, named })).toMatchObject({
      events: [{ model: 'HPC 150', name: 'North', updatedAt: now, version: 3 }],
    });
  });

  it('that is gone for good has no other papers', () => {
    const retired = station({ status: 'RETIRED' });
    expect(updateStation(retired, {}, { now, named: null })).toMatchObject({
      refusal: { type: 'StationRetired' },
    });
  });

  it('is silent after 15 minutes, and heard at once', () => {
    expect(silent(station({ lastHeardAt: ago(14) }), now)).toBeNull();
    expect(silent(station({ lastHeardAt: ago(15) }), now)).toMatchObject({
      previous: 'ONLINE',
      station: { status: 'OFFLINE', version: 4 },
    });
    expect(silent(station({ status: 'MAINTENANCE', lastHeardAt: ago(99) }), now)).toBeNull();
    expect(heard(station(), now)).toBeNull();
    expect(heard(station({ status: 'OFFLINE' }), now)).toMatchObject({
      station: { status: 'ONLINE', lastHeardAt: now },
    });
  });

  it('back in service is online if it was heard of late', () => {
    const back = { status: 'IN_SERVICE', reason: null } as const;
    const of = (words: Partial<Station>) =>
      setStationStatus(station({ status: 'MAINTENANCE', ...words }), back, {
        now,
        openSessions: 0,
      });
    expect(of({})).toMatchObject({ events: [{ station: { status: 'ONLINE' } }] });
    expect(of({ lastHeardAt: ago(60) })).toMatchObject({
      events: [{ station: { status: 'OFFLINE' } }],
    });
    const already = setStationStatus(station({ status: 'OFFLINE' }), back, {
      now,
      openSessions: 0,
    });
    expect(already).toEqual({ outcome: 'accepted', events: [] });
  });

  it('with sessions on it is closed to others, and not gone', () => {
    const known = { now, openSessions: 2 };
    const wish = (status: 'MAINTENANCE' | 'RETIRED') =>
      setStationStatus(station(), { status, reason: null }, known);
    expect(wish('MAINTENANCE')).toMatchObject({ outcome: 'accepted' });
    expect(wish('RETIRED')).toMatchObject({ refusal: { type: 'StationBusy', openSessions: 2 } });
  });
});

describe('planned work', () => {
  const work = { from: ago(10), to: ago(-20), note: 'Cables' };
  const planned = (words: Partial<Station> = {}) => station({ maintenance: [work], ...words });
  const underway = planned({ status: 'MAINTENANCE', workUntil: work.to, workDoneTo: work.from });

  it('takes a station out of service, and puts it back', () => {
    expect(workDueAt(planned())).toEqual(work.from);
    const begun = followPlan(planned(), now);
    expect(begun).toMatchObject({
      station: { status: 'MAINTENANCE', statusReason: 'Cables', workUntil: work.to },
      events: [{ previous: 'ONLINE' }],
    });
    expect(workDueAt(begun.station)).toEqual(work.to);
    expect(followPlan(begun.station, now).events).toEqual([]);
    const over = followPlan({ ...begun.station, lastHeardAt: work.to }, work.to);
    expect(over).toMatchObject({ station: { status: 'ONLINE', workUntil: null }, events: [{}] });
    expect(workDueAt(over.station)).toBeNull();
  });

  it('has no effect before its time, after its time, or on what staff closed', () => {
    const later = { ...work, from: ago(-10) };
    expect(followPlan(station({ maintenance: [later] }), now).events).toEqual([]);
    const missed = followPlan(station({ maintenance: [{ ...work, to: ago(5) }] }), now);
    expect(missed).toMatchObject({
      station: { status: 'ONLINE', workDoneTo: work.from },
      events: [],
    });
    expect(followPlan(planned({ status: 'MAINTENANCE' }), now).events).toEqual([]);
    expect(followPlan(planned({ status: 'RETIRED' }), now).events).toEqual([]);
  });

  it('ends when staff say so, and does not begin again', () => {
    const back = { status: 'IN_SERVICE', reason: null } as const;
    const decision = setStationStatus(underway, back, { now, openSessions: 0 });
    if (decision.outcome === 'refused') throw new Error(decision.refusal.type);
    const open = decision.events[0]?.station ?? underway;
    expect(open).toMatchObject({ status: 'ONLINE', workUntil: null });
    expect(followPlan(open, now).events).toEqual([]);
  });

  it('ends when a new plan says, or at once when that has none', () => {
    const known = { now, named: null };
    const longer = { ...work, to: ago(-60) };
    expect(updateStation(underway, { maintenance: [longer] }, known)).toMatchObject({
      events: [{ workUntil: longer.to }],
    });
    expect(updateStation(underway, { maintenance: [] }, known)).toMatchObject({
      events: [{ workUntil: now }],
    });
  });
});

describe('a change of a connector', () => {
  it('is told where others see it', () => {
    const { events } = changed(connector(), { status: 'CHARGING', sessionId: 's' }, now);
    expect(events).toMatchObject([
      { previous: 'AVAILABLE', connector: { status: 'CHARGING', statusSince: now, version: 5 } },
    ]);
  });

  it('is not told where nobody does', () => {
    const change = { deviceStatus: 'Available', pluggedIn: false };
    const { connector: after, events } = changed(connector(), change, now);
    expect(events).toEqual([]);
    expect(after).toMatchObject({ deviceStatus: 'Available', version: 4, statusSince: ago(60) });
  });
});

describe('what a device says', () => {
  const read = (
    status: Parameters<typeof readReport>[1]['status'],
    of: Partial<Connector> = {},
    session: { isPending: boolean } | null = null,
  ) => {
    const { change, effect } = readReport(connector(of), { status, fault: null }, session);
    return [change.status, change.pluggedIn, effect];
  };
  const flowing = { isPending: false };
  const granted = { isPending: true };

  it('is known in every case of its version, and in no other words', () => {
    expect(deviceStatusOf('V1_6', ' suspendedev ')).toBe('SuspendedEV');
    expect(deviceStatusOf('V2_0_1', 'SuspendedEV')).toBeNull();
    expect(deviceStatusOf('V2_0_1', 'occupied')).toBe('Occupied');
    expect(deviceStatusOf('V1_6', 'Occupied')).toBeNull();
    for (const words of Object.values(deviceStatuses)) expect(words).toContain('Available');
  });

  it.each([
    ['Available', 'AVAILABLE', false],
    ['Preparing', 'BLOCKED', true],
    ['Charging', 'CHARGING', true],
    ['SuspendedEV', 'BLOCKED', true],
    ['SuspendedEVSE', 'BLOCKED', true],
    ['Finishing', 'BLOCKED', true],
    ['Occupied', 'BLOCKED', true],
    ['Unavailable', 'INOPERATIVE', false],
    ['Faulted', 'OUTOFORDER', false],
  ] as const)('%s without a session is %s', (status, ocpi, pluggedIn) => {
    expect(read(status)).toEqual([ocpi, pluggedIn, 'NONE']);
  });

  it.each([
    ['Preparing', 'CHARGING', 'NONE'],
    ['Charging', 'CHARGING', 'NONE'],
    ['SuspendedEV', 'CHARGING', 'NONE'],
    ['Finishing', 'CHARGING', 'STOPS'],
    ['Available', 'AVAILABLE', 'UNPLUGGED'],
    ['Unavailable', 'INOPERATIVE', 'NONE'],
    ['Faulted', 'OUTOFORDER', 'BREAKS'],
  ] as const)('%s with a session is %s and its effect %s', (status, ocpi, effect) => {
    const [now_, , then] = read(status, { sessionId: 's', status: 'CHARGING' }, flowing);
    expect([now_, then]).toEqual([ocpi, effect]);
  });

  it('unplugs nobody who has not taken the cable yet', () => {
    expect(read('Available', {}, granted)).toEqual(['CHARGING', false, 'NONE']);
    expect(read('Available', { pluggedIn: true }, granted)).toEqual([
      'AVAILABLE',
      false,
      'UNPLUGGED',
    ]);
    expect(read('Finishing', {}, granted)).toEqual(['CHARGING', true, 'NONE']);
  });

  it('knows nothing of whom we keep a connector for', () => {
    const reservation = { registration: 'EV1', offerId: 'offer', until: now };
    expect(read('Available', { reservation })).toEqual(['RESERVED', false, 'NONE']);
    expect(read('Reserved')).toEqual(['BLOCKED', false, 'NONE']);
  });
});
