import { accountsEvents, pricingEvents } from '@voltpark/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  admin,
  attendant,
  device,
  driver,
  operator,
  otherDevice,
  otherDriver,
  partner,
  stranger,
  tenantId,
} from '../support/actors.js';
import { newKey, newRegistration, runCharging, type RunningCharging } from '../support/running.js';

let charging: RunningCharging;
beforeAll(async () => {
  charging = await runCharging();
});
afterAll(() => charging.stop());

/** A vehicle stands at a charger of its own. */
async function parked(words: Parameters<RunningCharging['parks']>[0] | object = {}) {
  const place = await charging.station();
  const [slotId = ''] = place.slotIds;
  const [ccs = '', type2 = ''] = place.connectorIds[0] ?? [];
  const stay = await charging.parks({ facilityId: place.facilityId, slotId, ...words });
  return { ...place, slotId, ccs, type2, stay };
}

describe('a session', () => {
  it('begins for a vehicle that is parked at the connector, and is told of', async () => {
    const { ccs, stay, stationId } = await parked();
    const targets = {
      socPercent: 80,
      energyWh: 30_000,
      costInclTax: '25.50',
      durationSeconds: 3_600,
    };
    const started = await charging.start({
      connectorId: ccs,
      parkingSessionId: stay.sessionId,
      targets,
    });
    expect(started).toMatchObject({
      __typename: 'ChargingStarted',
      session: { status: 'PENDING', registration: stay.registration, stopReason: null },
    });
    const { id } = started['session'] as { id: string };
    expect(await charging.outbox(id)).toMatchObject([
      {
        type: 'charging.session.started.v1',
        aggregate_version: 1,
        data: {
          stationId,
          connectorId: ccs,
          parkingSessionId: stay.sessionId,
          customerId: 'customer-one',
          tariffVersionId: null,
          timeZone: 'Europe/Berlin',
          targets,
        },
      },
    ]);
    expect(await charging.outbox(ccs)).toMatchObject([
      {
        type: 'charging.connector.status_changed.v1',
        aggregate_version: 1,
        data: { previous: 'AVAILABLE', status: 'CHARGING', sessionId: id },
      },
    ]);
  });

  it('begins by registration, however it is written, and once under one key', async () => {
    const registration = newRegistration();
    const { ccs } = await parked({ registration });
    const written = `${registration.slice(0, 2)}-${registration.slice(2)}`.toLowerCase();
    const input = { idempotencyKey: newKey(), connectorId: ccs, registration: written };
    const first = await charging.start(input, device);
    expect(first).toMatchObject({ __typename: 'ChargingStarted' });
    expect(await charging.start(input, device)).toEqual(first);
    expect(await charging.start({ ...input, socPercent: 5 }, device)).toMatchObject({
      __typename: 'IdempotencyKeyReused',
    });
  });

  it('begins when the vehicle parks a moment after it was asked for', async () => {
    const { facilityId, slotIds, connectorIds } = await charging.station();
    const registration = newRegistration();
    const begun = charging.start({ connectorId: connectorIds[0]?.[0], registration });
    await charging.parks({ facilityId, slotId: slotIds[0] ?? '', registration });
    expect(await begun).toMatchObject({ __typename: 'ChargingStarted' });
  });

  it('begins when a device that was behind says so, at its own time but not before the entry', async () => {
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    const { ccs, stay } = await parked({ enteredAt: ago(90) });
    const at = ago(100);
    const input = { connectorId: ccs, parkingSessionId: stay.sessionId, at };
    expect(await charging.start(input, driver)).toMatchObject({ __typename: 'NotPermitted' });
    expect(await charging.start({ ...input, at: ago(1_500) }, device)).toMatchObject({
      __typename: 'InvalidInput',
      field: 'at',
    });
    expect(await charging.start(input, device)).toMatchObject({
      session: { startedAt: stay.enteredAt },
    });
  });

  it('is answered again under its key when it is over and another vehicle charges there', async () => {
    const { ccs, stay, facilityId, slotId } = await parked();
    const input = {
      idempotencyKey: newKey(),
      connectorId: ccs,
      parkingSessionId: stay.sessionId,
    };
    const first = await charging.start(input);
    const { id } = first['session'] as { id: string };
    await charging.stopCharging(id);
    const other = await charging.parks({ facilityId, slotId });
    await charging.start({ connectorId: ccs, parkingSessionId: other.sessionId });
    expect(await charging.start(input)).toMatchObject({ session: { id, status: 'COMPLETED' } });
  });

  it('begins once for a transaction of a device, whatever has become of it', async () => {
    const { ccs, stay } = await parked();
    const input = { connectorId: ccs, parkingSessionId: stay.sessionId, transactionId: 'tx-7' };
    expect(await charging.start(input, driver)).toMatchObject({ __typename: 'NotPermitted' });
    const first = await charging.start(input, device);
    const { id } = first['session'] as { id: string };
    expect(await charging.start(input, device)).toMatchObject({ session: { id } });
    await charging.stopCharging(id);
    expect(await charging.start(input, device)).toMatchObject({
      session: { id, status: 'COMPLETED' },
    });
    const next = await charging.start({ ...input, transactionId: 'tx-8' }, device);
    expect(next).toMatchObject({ __typename: 'ChargingStarted' });
  });

  it('is for its driver, and for whoever works there', async () => {
    const { ccs, stay } = await parked();
    const input = { connectorId: ccs, parkingSessionId: stay.sessionId };
    const others = [otherDriver, stranger, otherDevice];
    const refused = await Promise.all(others.map((other) => charging.start(input, other)));
    for (const each of refused) expect(each).toMatchObject({ __typename: 'VehicleNotParked' });
    for (const actor of [driver, attendant, operator, device, admin]) {
      const place = await parked();
      const own = { connectorId: place.ccs, parkingSessionId: place.stay.sessionId };
      expect(await charging.start(own, actor)).toMatchObject({ __typename: 'ChargingStarted' });
    }
    const { errors } = await charging.ask(
      'mutation { startCharging(input: { idempotencyKey: "k", connectorId: "c" }) { __typename } }',
      {},
      partner,
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is priced by the version of the tariff that is in force when it begins', async () => {
    const { ccs, stay, facilityId } = await parked();
    const hour = (offset: number) => new Date(Date.now() + offset * 3_600_000).toISOString();
    const tariff = {
      currency: 'EUR',
      elements: [{ price_components: [{ type: 'FLAT', price: 1 }] }],
    };
    const version = (number: number, effectiveFrom: string) =>
      charging.hears(pricingEvents.tariffChanged, {
        tariffId: `tariff-of-${facilityId}`,
        name: 'Day',
        versionId: `version-${number}-of-${facilityId}`,
        number,
        tenantId,
        effectiveFrom,
        tariff: tariff as never,
      });
    await version(1, hour(-3));
    await version(2, hour(-1));
    await version(3, hour(1));
    await charging.hears(pricingEvents.assignmentChanged, {
      assignmentId: `assignment-of-${facilityId}`,
      tenantId,
      facilityId,
      stationId: null,
      kind: 'TARIFF',
      targetId: `tariff-of-${facilityId}`,
      effectiveFrom: hour(-3),
    });
    const input = { connectorId: ccs, parkingSessionId: stay.sessionId };
    const { session } = (await charging.start(input)) as unknown as { session: { id: string } };
    const [started] = await charging.outbox(session.id);
    expect(started?.data['tariffVersionId']).toBe(`version-2-of-${facilityId}`);
  });

  it('is not free for the moment in which its tariff is assigned and not told yet', async () => {
    const { ccs, stay, facilityId } = await parked();
    await charging.hears(pricingEvents.assignmentChanged, {
      assignmentId: `assignment-of-${facilityId}`,
      tenantId,
      facilityId,
      stationId: null,
      kind: 'TARIFF',
      targetId: `tariff-of-${facilityId}`,
      effectiveFrom: new Date(Date.now() - 60_000).toISOString(),
    });
    const begun = charging.start({ connectorId: ccs, parkingSessionId: stay.sessionId });
    await charging.hears(pricingEvents.tariffChanged, {
      tariffId: `tariff-of-${facilityId}`,
      name: 'Late',
      versionId: `version-of-${facilityId}`,
      number: 1,
      tenantId,
      effectiveFrom: new Date(Date.now() - 60_000).toISOString(),
      tariff: {
        currency: 'EUR',
        elements: [{ price_components: [{ type: 'FLAT', price: 1 }] }],
      } as never,
    });
    const { id } = (await begun)['session'] as { id: string };
    const [started] = await charging.outbox(id);
    expect(started?.data['tariffVersionId']).toBe(`version-of-${facilityId}`);
  });

  it('has an estimate of its end where battery, charge and power are known', async () => {
    const { ccs, stay } = await parked();
    await charging.vehicle({ registration: stay.registration, batteryWh: 60_000 });
    const started = await charging.start({
      connectorId: ccs,
      parkingSessionId: stay.sessionId,
      socPercent: 20,
      targets: { socPercent: 80 },
    });
    const { startedAt, estimatedEndAt } = started['session'] as Record<string, string>;
    // 36 kWh at four fifths of 150 kW.
    const seconds = (Date.parse(estimatedEndAt ?? '') - Date.parse(startedAt ?? '')) / 1_000;
    expect(seconds).toBe(1_080);
  });
});

describe('what is known of vehicles', () => {
  it('is never overwritten by something older', async () => {
    const { ccs, stay } = await parked();
    const snapshot = {
      vehicleId: `vehicle-${stay.registration}`,
      registration: stay.registration,
      customerId: 'customer-one',
      size: 'STANDARD',
      isElectric: true,
      make: null,
      model: null,
      colour: null,
      active: true,
    } as const;
    const update = (connectorTypes: string[], version: number) =>
      charging.hears(accountsEvents.vehicleUpdated, { ...snapshot, connectorTypes }, version);
    await update(['IEC_62196_T2_COMBO'], 2);
    await update(['CHADEMO'], 1);
    expect(
      await charging.start({ connectorId: ccs, parkingSessionId: stay.sessionId }),
    ).toMatchObject({ __typename: 'ChargingStarted' });
  });
});
