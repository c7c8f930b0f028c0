import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  attendant,
  device,
  driver,
  operator,
  otherDevice,
  otherDriver,
  stranger,
} from '../support/actors.js';
import { newKey, runCharging, type RunningCharging } from '../support/running.js';

let charging: RunningCharging;
beforeAll(async () => {
  charging = await runCharging();
});
afterAll(() => charging.stop());

const types = async (aggregateId: string) =>
  (await charging.outbox(aggregateId)).map(({ type }) => type.split('.').slice(1, 3).join('.'));

/** A session in which energy flows. */
async function flowing() {
  const begun = await charging.charging();
  await charging.flows(begun.sessionId);
  return begun;
}

describe('pausing and resuming', () => {
  it('lets a session rest and go on, each told once', async () => {
    const { sessionId } = await flowing();
    const paused = await charging.pause(sessionId);
    expect(paused).toMatchObject({ session: { status: 'PAUSED' } });
    expect(paused).not.toMatchObject({ session: { pausedAt: null } });
    expect(await charging.resume(sessionId)).toMatchObject({
      __typename: 'ChargingResumed',
      session: { status: 'ACTIVE', pausedAt: null },
    });
    expect(await types(sessionId)).toEqual([
      'session.started',
      'session.paused',
      'session.resumed',
    ]);
    const versions = (await charging.outbox(sessionId)).map((row) => row.aggregate_version);
    expect(versions).toEqual([1, 2, 3]);
  });

  it('does the same once under one key', async () => {
    const { sessionId } = await flowing();
    const key = { idempotencyKey: newKey() };
    expect(await charging.pause(sessionId, driver, key)).toEqual(
      await charging.pause(sessionId, driver, key),
    );
    expect(await types(sessionId)).toEqual(['session.started', 'session.paused']);
  });

  it('is refused where the state of the session does not have it', async () => {
    const { sessionId, stay } = await charging.charging();
    expect(await charging.pause(sessionId)).toMatchObject({
      __typename: 'SessionNotActive',
      status: 'PENDING',
    });
    await charging.flows(sessionId);
    expect(await charging.resume(sessionId)).toMatchObject({
      __typename: 'SessionNotPaused',
      status: 'ACTIVE',
    });
    await charging.stopCharging(sessionId);
    const stopped = { __typename: 'ChargingSessionStopped', reason: 'REQUESTED' };
    expect(await charging.pause(sessionId)).toMatchObject(stopped);
    expect(await charging.resume(sessionId)).toMatchObject(stopped);
    await charging.leaves(stay);
    const ended = { __typename: 'ChargingSessionEnded' };
    expect(await charging.pause(sessionId)).toMatchObject(ended);
    expect(await charging.resume(sessionId)).toMatchObject(ended);
  });

  it('is for its driver and for whoever works there; to others it is not there', async () => {
    const { sessionId } = await flowing();
    for (const other of [otherDriver, stranger, otherDevice]) {
      expect(await charging.pause(sessionId, other)).toMatchObject({ __typename: 'NotFound' });
      expect(await charging.session(sessionId, other)).toBeNull();
    }
    for (const actor of [driver, attendant, operator, device]) {
      expect(await charging.pause(sessionId, actor)).toMatchObject({
        __typename: 'ChargingPaused',
      });
      expect(await charging.resume(sessionId, actor)).toMatchObject({
        __typename: 'ChargingResumed',
      });
    }
  });
});

describe('stopping', () => {
  it('ends charging; the session goes on until the vehicle is unplugged', async () => {
    const { sessionId, connectorId } = await flowing();
    await charging.reports(connectorId, 'Charging');
    const stopped = await charging.stopCharging(sessionId);
    expect(stopped).toMatchObject({
      __typename: 'ChargingStopped',
      repeated: false,
      session: { status: 'ACTIVE', stopReason: 'REQUESTED', endedAt: null },
    });
    expect(await charging.connector(connectorId)).toMatchObject({ session_id: sessionId });
    expect(await charging.reports(connectorId, 'Available')).toMatchObject({
      connector: { status: 'AVAILABLE' },
      session: { status: 'COMPLETED', stopReason: 'REQUESTED' },
    });
    const told = await types(sessionId);
    expect(told).toEqual(['session.started', 'session.updated', 'session.completed']);
    expect((await charging.outbox(sessionId)).at(-1)?.data).toMatchObject({
      revision: 1,
      stopReason: 'REQUESTED',
    });
  });

  it('twice changes nothing, and is recorded with what the meter showed', async () => {
    const { sessionId } = await flowing();
    await charging.stopCharging(sessionId, { meterWh: 12_000 }, device);
    expect(await charging.stopCharging(sessionId, { meterWh: 12_345 }, device)).toMatchObject({
      repeated: true,
      session: { stopReason: 'REQUESTED' },
    });
    expect(await charging.stopCharging(sessionId)).toMatchObject({ repeated: true });
    const reports = await charging.sql(
      'SELECT outcome, meter_wh FROM stop_report WHERE session_id = $1 ORDER BY id',
      [sessionId],
    );
    expect(reports).toEqual([
      { outcome: 'STOPPED', meter_wh: 12_000 },
      { outcome: 'REPEATED', meter_wh: 12_345 },
      { outcome: 'REPEATED', meter_wh: null },
    ]);
  });

  it('of a session that is over is recorded for a device, and refused to people', async () => {
    const { sessionId, stay } = await flowing();
    await charging.leaves(stay);
    expect(await charging.stopCharging(sessionId, { meterWh: 5 }, device)).toMatchObject({
      __typename: 'ChargingStopped',
      repeated: true,
      session: { status: 'COMPLETED', stopReason: 'LEFT' },
    });
    for (const actor of [driver, operator]) {
      expect(await charging.stopCharging(sessionId, {}, actor)).toMatchObject({
        __typename: 'ChargingSessionEnded',
        status: 'COMPLETED',
        reason: 'LEFT',
      });
    }
  });

  it('of a session that nobody knows is recorded for a device, and not found for people', async () => {
    const result = await charging.stopCharging('unheard-of', { meterWh: 7 }, device);
    expect(result).toMatchObject({ __typename: 'StopRecorded', sessionId: 'unheard-of' });
    const reports = await charging.sql(
      `SELECT outcome, meter_wh, tenant_id FROM stop_report WHERE session_id = 'unheard-of'`,
    );
    expect(reports).toEqual([{ outcome: 'UNKNOWN_SESSION', meter_wh: 7, tenant_id: 'tenant-one' }]);
    expect(await charging.stopCharging('unheard-of')).toMatchObject({ __typename: 'NotFound' });
  });

  it('of a session of others is not found for people, and tells a device nothing of it', async () => {
    const { sessionId } = await flowing();
    for (const other of [otherDriver, stranger]) {
      expect(await charging.stopCharging(sessionId, {}, other)).toMatchObject({
        __typename: 'NotFound',
      });
    }
    expect(await charging.stopCharging(sessionId, {}, otherDevice)).toMatchObject({
      __typename: 'StopRecorded',
    });
    expect(await charging.session(sessionId)).toMatchObject({ stopReason: null });
  });

  it('is answered again from memory, with the same instants', async () => {
    const key = { idempotencyKey: newKey() };
    const first = await charging.stopCharging('unheard-of-twice', key, device);
    expect(await charging.stopCharging('unheard-of-twice', key, device)).toEqual(first);
  });

  it('of a session without energy ends it', async () => {
    const { sessionId, connectorId } = await charging.charging();
    expect(await charging.stopCharging(sessionId)).toMatchObject({
      session: { status: 'COMPLETED', stopReason: 'REQUESTED' },
    });
    expect(await charging.connector(connectorId)).toEqual({
      status: 'AVAILABLE',
      session_id: null,
    });
    expect((await charging.outbox(sessionId)).at(-1)).toMatchObject({
      type: 'charging.session.completed.v1',
      data: { energyWh: 0, periods: [] },
    });
  });

  it('leaves plugs, faults and meters to devices and staff', async () => {
    const { sessionId, connectorId } = await flowing();
    await charging.reports(connectorId, 'Charging');
    for (const words of [{ reason: 'UNPLUGGED' }, { reason: 'FAULT' }, { meterWh: 1 }]) {
      expect(await charging.stopCharging(sessionId, words)).toMatchObject({
        __typename: 'NotPermitted',
      });
    }
    expect(await charging.stopCharging(sessionId, { meterWh: -1 }, device)).toMatchObject({
      __typename: 'InvalidInput',
      field: 'meterWh',
    });
    expect(await charging.stopCharging(sessionId, { reason: 'UNPLUGGED' }, device)).toMatchObject({
      session: { status: 'COMPLETED', stopReason: 'UNPLUGGED' },
    });
  });

  it('believes a driver who has unplugged where the device never speaks of its plug', async () => {
    const { sessionId } = await flowing();
    expect(await charging.stopCharging(sessionId, { reason: 'UNPLUGGED' })).toMatchObject({
      session: { status: 'COMPLETED', stopReason: 'UNPLUGGED' },
    });
  });
});

describe('what a device says of a connector', () => {
  it('unplugs: the session is over, and the connector serves others', async () => {
    const { sessionId, connectorId } = await flowing();
    expect(await charging.reports(connectorId, 'Available')).toMatchObject({
      session: { id: sessionId, status: 'COMPLETED', stopReason: 'UNPLUGGED' },
      connector: { status: 'AVAILABLE' },
    });
    expect(await charging.connector(connectorId)).toEqual({
      status: 'AVAILABLE',
      session_id: null,
    });
  });

  it('does not unplug who has not taken the cable yet', async () => {
    const { sessionId, connectorId } = await charging.charging();
    await charging.reports(connectorId, 'Available');
    expect(await charging.session(sessionId)).toMatchObject({ status: 'PENDING' });
    await charging.reports(connectorId, 'Preparing');
    await charging.reports(connectorId, 'Available');
    expect(await charging.session(sessionId)).toMatchObject({
      status: 'COMPLETED',
      stopReason: 'UNPLUGGED',
    });
  });

  it('finishes: charging has ended, and the vehicle is still plugged in', async () => {
    const { sessionId, connectorId } = await flowing();
    await charging.reports(connectorId, 'Finishing');
    expect(await charging.session(sessionId)).toMatchObject({
      status: 'ACTIVE',
      stopReason: 'REQUESTED',
      endedAt: null,
    });
  });

  it('breaks: the session is interrupted by the fault', async () => {
    const { sessionId, connectorId } = await flowing();
    const fault = { faultCode: 'GroundFailure', faultDescription: 'Residual current' };
    const reported = await charging.reports(connectorId, 'Faulted', fault);
    expect(reported).toMatchObject({
      connector: {
        status: 'OUTOFORDER',
        fault: { code: 'GroundFailure', description: 'Residual current' },
      },
      session: { status: 'INTERRUPTED', stopReason: 'FAULT' },
    });
    expect(await types(sessionId)).toEqual(['session.started', 'session.interrupted']);
    expect((await charging.outbox(connectorId)).at(-1)?.data).toMatchObject({
      status: 'OUTOFORDER',
      sessionId: null,
      fault: { code: 'GroundFailure' },
    });
    await charging.reports(connectorId, 'Available', { faultCode: 'NoError' });
    expect(await charging.connector(connectorId)).toMatchObject({ status: 'AVAILABLE' });
  });

  it('after it was stopped, a fault interrupts nothing', async () => {
    const { sessionId, connectorId } = await flowing();
    await charging.stopCharging(sessionId);
    await charging.reports(connectorId, 'Faulted', { faultCode: 'OverVoltage' });
    expect(await charging.session(sessionId)).toMatchObject({
      status: 'COMPLETED',
      stopReason: 'REQUESTED',
    });
    expect(await charging.connector(connectorId)).toMatchObject({ status: 'OUTOFORDER' });
  });

  it('of the time before a session says nothing about it', async () => {
    const { sessionId, connectorId } = await flowing();
    const at = new Date(Date.now() - 3_600_000).toISOString();
    await charging.reports(connectorId, 'Available', { at });
    expect(await charging.session(sessionId)).toMatchObject({ status: 'ACTIVE' });
  });

  it.each([
    ['Occupied', 'V2_0_1', 'BLOCKED'],
    ['SuspendedEV', 'V1_6', 'BLOCKED'],
    ['unavailable', 'V2_0_1', 'INOPERATIVE'],
    ['Reserved', 'V1_6', 'BLOCKED'],
  ])('reads %s of %s as %s', async (status, version, connectorStatus) => {
    const { connectorIds } = await charging.station();
    const reported = await charging.reports(connectorIds[0]?.[0] ?? '', status, { version });
    expect(reported).toMatchObject({ connector: { status: connectorStatus }, session: null });
  });

  it('is refused in other words, from others, and of other times', async () => {
    const { connectorIds } = await charging.station();
    const id = connectorIds[0]?.[0] ?? '';
    const invalid = { __typename: 'InvalidInput' };
    expect(await charging.reports(id, 'Charging', { version: 'V2_0_1' })).toMatchObject(invalid);
    expect(await charging.reports(id, 'Broken')).toMatchObject({ ...invalid, field: 'status' });
    const at = new Date(Date.now() + 600_000).toISOString();
    expect(await charging.reports(id, 'Available', { at })).toMatchObject({ field: 'at' });
    expect(await charging.reports(id, 'Available', {}, otherDevice)).toMatchObject({
      __typename: 'NotFound',
      entity: 'Connector',
    });
  });
});
