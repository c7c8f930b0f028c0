import type { Clock } from '@voltpark/kit/clock';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { limits } from '../../src/domain/limits.js';
import { device, operator } from '../support/actors.js';
import { runCharging, type RunningCharging } from '../support/running.js';

/** A clock that a spec moves on. */
let now = new Date('2027-03-01T08:00:00Z');
const clock: Clock = { now: () => now };
const after = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};

let charging: RunningCharging;
beforeAll(async () => {
  charging = await runCharging({ clock });
});
afterAll(() => charging.stop());

const heartbeat = (stationId: string) => charging.mutate('stationHeartbeat', { stationId }, device);
const statusOf = async (stationId: string) => {
  const query = 'query ($id: ID!) { station(id: $id) { status } }';
  const { station } = await charging.data<{ station: { status: string } }>(query, {
    id: stationId,
  });
  return station.status;
};

/** A round of what happens by itself has passed: another session or station that was due is through. */
const comesTrue = (isTrue: () => Promise<boolean>) =>
  vi.waitFor(async () => expect(await isTrue()).toBe(true), { timeout: 30_000, interval: 50 });

describe('as time passes', () => {
  it('a station that is silent for 15 minutes is offline, and online when it speaks again', async () => {
    const { stationId } = await charging.station();
    after(14);
    await heartbeat(stationId);
    after(14);
    expect(await statusOf(stationId)).toBe('ONLINE');
    after(2);
    await comesTrue(async () => (await statusOf(stationId)) === 'OFFLINE');
    await heartbeat(stationId);
    expect(await statusOf(stationId)).toBe('ONLINE');
    const told = (await charging.outbox(stationId)).map(({ data }) => data['status']);
    expect(told).toEqual(['ONLINE', 'OFFLINE', 'ONLINE']);
  });

  it('whatever a device says is a sign of life', async () => {
    const { stationId, connectorIds } = await charging.station();
    after(16);
    await comesTrue(async () => (await statusOf(stationId)) === 'OFFLINE');
    await charging.reports(connectorIds[0]?.[0] ?? '', 'Available');
    expect(await statusOf(stationId)).toBe('ONLINE');
  });

  it('a device that asks to begin is heard, however silent its station was', async () => {
    const { stationId, facilityId, slotIds, connectorIds } = await charging.station();
    const stay = await charging.parks({ facilityId, slotId: slotIds[0] ?? '' });
    after(16);
    await comesTrue(async () => (await statusOf(stationId)) === 'OFFLINE');
    const input = { connectorId: connectorIds[0]?.[0], parkingSessionId: stay.sessionId };
    expect(await charging.start(input)).toMatchObject({ __typename: 'StationUnavailable' });
    expect(await charging.start(input, device)).toMatchObject({ __typename: 'ChargingStarted' });
    expect(await statusOf(stationId)).toBe('ONLINE');
  });

  it('a station in maintenance stays so, however silent', async () => {
    const { stationId } = await charging.station();
    const watched = await charging.station();
    await charging.mutate('setStationStatus', { stationId, status: 'MAINTENANCE' }, operator);
    after(16);
    await comesTrue(async () => (await statusOf(watched.stationId)) === 'OFFLINE');
    expect(await statusOf(stationId)).toBe('MAINTENANCE');
    await charging.mutate('setStationStatus', { stationId, status: 'IN_SERVICE' }, operator);
    expect(await statusOf(stationId)).toBe('OFFLINE');
  });

  it('planned work takes a station out of service, and puts it back', async () => {
    const { stationId } = await charging.station();
    const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();
    await charging.mutate(
      'updateStation',
      { stationId, maintenance: [{ from: at(5), to: at(10), note: 'Cables' }] },
      operator,
    );
    after(5);
    await comesTrue(async () => (await statusOf(stationId)) === 'MAINTENANCE');
    after(5);
    await comesTrue(async () => (await statusOf(stationId)) === 'ONLINE');
    expect((await charging.outbox(stationId)).at(1)?.data).toMatchObject({ reason: 'Cables' });
  });

  it('nothing begins at a silent station, and what charges there goes on', async () => {
    const { sessionId, stationId, facilityId, slotId, connectorId } = await charging.charging();
    await charging.flows(sessionId);
    after(16);
    await comesTrue(async () => (await statusOf(stationId)) === 'OFFLINE');
    expect(await charging.session(sessionId)).toMatchObject({ status: 'ACTIVE' });
    await charging.stopCharging(sessionId, { reason: 'UNPLUGGED' }, operator);
    const stay = await charging.parks({ facilityId, slotId });
    expect(await charging.start({ connectorId, parkingSessionId: stay.sessionId })).toMatchObject({
      __typename: 'StationUnavailable',
      stationStatus: 'OFFLINE',
    });
  });

  it('a session without energy for 15 minutes was a false start, and costs nothing', async () => {
    const { sessionId, stationId } = await charging.charging();
    const { sessionId: other, stationId: otherStation } = await charging.charging();
    await charging.flows(other);
    after(10);
    await heartbeat(stationId);
    await heartbeat(otherStation);
    after(6);
    await comesTrue(async () => (await charging.session(sessionId))?.['status'] === 'COMPLETED');
    expect(await charging.session(sessionId)).toMatchObject({ stopReason: 'FALSE_START' });
    expect((await charging.outbox(sessionId)).at(-1)).toMatchObject({
      type: 'charging.session.completed.v1',
      data: { energyWh: 0, periods: [], cost: null },
    });
    expect(await charging.session(other)).toMatchObject({ status: 'ACTIVE' });
  });

  it('a session that a device told of late is no false start for that', async () => {
    const at = new Date(now.getTime() - 60 * 60_000).toISOString();
    const enteredAt = new Date(now.getTime() - 70 * 60_000).toISOString();
    const place = await charging.station();
    const stay = await charging.parks({
      facilityId: place.facilityId,
      slotId: place.slotIds[0] ?? '',
      enteredAt,
    });
    const begun = await charging.start(
      { connectorId: place.connectorIds[0]?.[0], parkingSessionId: stay.sessionId, at },
      device,
    );
    const { id } = begun['session'] as { id: string };
    const due = await charging.charging();
    await charging.sql(
      'UPDATE charging_session SET opened_at = opened_at - $2::interval WHERE id = $1',
      [due.sessionId, '16 minutes'],
    );
    await comesTrue(
      async () => (await charging.session(due.sessionId))?.['status'] === 'COMPLETED',
    );
    expect(await charging.session(id)).toMatchObject({ status: 'PENDING' });
  });

  it('the false start of a silent station waits for what it may tell', async () => {
    const { sessionId, stationId } = await charging.charging();
    after(16);
    await comesTrue(async () => (await statusOf(stationId)) === 'OFFLINE');
    const due = await charging.charging();
    after(14);
    await heartbeat(due.stationId);
    after(2);
    await comesTrue(
      async () => (await charging.session(due.sessionId))?.['status'] === 'COMPLETED',
    );
    expect(await charging.session(sessionId)).toMatchObject({ status: 'PENDING' });
  });

  it('nor does one end where more stations fall silent at once than one round takes on', async () => {
    const { sessionId, stationId } = await charging.charging();
    await charging.sql(
      `INSERT INTO station SELECT (jsonb_populate_record(s, jsonb_build_object('id', s.id || n,
         'facility_id', s.facility_id || n, 'last_heard_at', s.last_heard_at - interval '1 second'))).*
       FROM station s, generate_series(1, $2) AS n WHERE s.id = $1`,
      [stationId, limits.keepTimeBatch],
    );
    after(16);
    await comesTrue(async () => (await statusOf(stationId)) === 'OFFLINE');
    expect(await charging.session(sessionId)).toMatchObject({ status: 'PENDING' });
  });

  it('an offer to charge expires', async () => {
    const place = await charging.station();
    const stay = await charging.parks({
      facilityId: place.facilityId,
      slotId: place.slotIds[0] ?? '',
    });
    const statusNow = async () => {
      const { chargingProposal } = await charging.data<{
        chargingProposal: { id: string; status: string };
      }>('query ($id: ID!) { chargingProposal(parkingSessionId: $id) { id status } }', {
        id: stay.sessionId,
      });
      return chargingProposal;
    };
    after(29);
    expect(await statusNow()).toMatchObject({ status: 'OPEN' });
    after(2);
    const { id, status } = await statusNow();
    expect(status).toBe('EXPIRED');
    expect(
      await charging.mutate(
        'acceptProposal',
        { idempotencyKey: 'too-late', proposalId: id },
        operator,
        '... on ProposalClosed { status }',
      ),
    ).toMatchObject({ __typename: 'ProposalClosed', status: 'EXPIRED' });
  });
});
