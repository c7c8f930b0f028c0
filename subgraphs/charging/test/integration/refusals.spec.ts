import { facilitiesEvents } from '@voltpark/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operator, tenantId } from '../support/actors.js';
import { runCharging, type RunningCharging } from '../support/running.js';

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

describe('a session is refused', () => {
  it('without a vehicle that stands there', async () => {
    const { ccs, facilityId, slotId, stay } = await parked();
    const refused = { __typename: 'VehicleNotParked' };
    expect(await charging.start({ connectorId: ccs, registration: 'NOBODY1' })).toMatchObject(
      refused,
    );
    const ice = await charging.parks({ facilityId, slotId, slotKind: 'ICE' });
    expect(
      await charging.start({ connectorId: ccs, parkingSessionId: ice.sessionId }),
    ).toMatchObject(refused);
    await charging.leaves(stay);
    expect(
      await charging.start({ connectorId: ccs, parkingSessionId: stay.sessionId }),
    ).toMatchObject(refused);
    const elsewhere = await parked();
    expect(
      await charging.start({ connectorId: ccs, parkingSessionId: elsewhere.stay.sessionId }),
    ).toMatchObject(refused);
  }, 30_000);

  it('to a vehicle in another place than the connector', async () => {
    const { facilityId, slotIds, connectorIds } = await charging.station(2);
    const stay = await charging.parks({ facilityId, slotId: slotIds[1] ?? '' });
    expect(
      await charging.start({
        connectorId: connectorIds[0]?.[0],
        parkingSessionId: stay.sessionId,
      }),
    ).toMatchObject({
      __typename: 'VehicleNotAtConnector',
      parkedAt: { id: slotIds[1] },
      connectorAt: { id: slotIds[0] },
    });
  });

  it('where the vehicle has no such inlet; what is not known does not matter', async () => {
    const { ccs, type2, stay } = await parked();
    const { registration, sessionId: parkingSessionId } = stay;
    await charging.vehicle({ registration, connectorTypes: ['IEC_62196_T2'] });
    expect(await charging.start({ connectorId: ccs, parkingSessionId })).toMatchObject({
      __typename: 'ConnectorIncompatible',
      connectorType: 'IEC_62196_T2_COMBO',
      vehicleConnectorTypes: ['IEC_62196_T2'],
    });
    expect(await charging.start({ connectorId: type2, parkingSessionId })).toMatchObject({
      __typename: 'ChargingStarted',
    });
  });

  it('on a charger that serves another vehicle, over whichever connector', async () => {
    const { ccs, type2, facilityId, slotId, stay } = await parked();
    await charging.start({ connectorId: ccs, parkingSessionId: stay.sessionId });
    const other = await charging.parks({ facilityId, slotId });
    for (const connectorId of [ccs, type2]) {
      expect(
        await charging.start({ connectorId, parkingSessionId: other.sessionId }),
      ).toMatchObject({ __typename: 'ConnectorOccupied', connectorId });
    }
    expect(
      await charging.start({ connectorId: ccs, parkingSessionId: stay.sessionId }),
    ).toMatchObject({ __typename: 'VehicleAlreadyCharging' });
  });

  it.each([
    ['Faulted', 'OUTOFORDER'],
    ['Unavailable', 'INOPERATIVE'],
  ])('on a connector that is %s', async (status, connectorStatus) => {
    const { ccs, stay } = await parked();
    await charging.reports(ccs, status);
    const input = { connectorId: ccs, parkingSessionId: stay.sessionId };
    expect(await charging.start(input)).toMatchObject({
      __typename: 'ConnectorUnavailable',
      connectorStatus,
    });
    await charging.reports(ccs, 'Preparing');
    expect(await charging.start(input)).toMatchObject({ __typename: 'ChargingStarted' });
  });

  it('on a connector that is kept for somebody else', async () => {
    const { ccs, stay } = await parked();
    const keep = (registration: string) =>
      charging.sql(
        `UPDATE connector SET status = 'RESERVED', reserved_for = $2, offer_id = 'offer',
           reserved_until = now() + interval '5 minutes' WHERE id = $1`,
        [ccs, registration],
      );
    const input = { connectorId: ccs, parkingSessionId: stay.sessionId };
    await keep('SOMEBODY1');
    expect(await charging.start(input)).toMatchObject({ __typename: 'ConnectorReserved' });
    await keep(stay.registration);
    expect(await charging.start(input)).toMatchObject({ __typename: 'ChargingStarted' });
    const [connector] = await charging.sql('SELECT offer_id FROM connector WHERE id = $1', [ccs]);
    expect(connector).toEqual({ offer_id: null });
  });

  it('at a station that is out of service', async () => {
    const { ccs, stay, stationId } = await parked();
    await charging.mutate('setStationStatus', { stationId, status: 'MAINTENANCE' }, operator);
    expect(
      await charging.start({ connectorId: ccs, parkingSessionId: stay.sessionId }),
    ).toMatchObject({ __typename: 'StationUnavailable', stationStatus: 'MAINTENANCE' });
  });

  it('where the facility does not offer it', async () => {
    const { ccs, stay, facilityId } = await parked();
    const set = (value: boolean, version: number) =>
      charging.hears(
        facilitiesEvents.configChanged,
        {
          key: 'feature.charging',
          scope: 'FACILITY',
          scopeId: facilityId,
          tenantId,
          previous: null,
          value,
        },
        version,
      );
    const input = { connectorId: ccs, parkingSessionId: stay.sessionId };
    await set(false, 1);
    expect(await charging.start(input)).toMatchObject({ __typename: 'ChargingNotOffered' });
    await set(true, 2);
    expect(await charging.start(input)).toMatchObject({ __typename: 'ChargingStarted' });
  });

  it.each([
    ['no vehicle', {}, 'registration'],
    ['two vehicles', { registration: 'A1', parkingSessionId: 's' }, 'registration'],
    [
      'a target beyond full',
      { registration: 'A1', targets: { socPercent: 101 } },
      'targets.socPercent',
    ],
    ['a target of nothing', { registration: 'A1', targets: { energyWh: 0 } }, 'targets.energyWh'],
    [
      'a moment',
      { registration: 'A1', targets: { durationSeconds: 1 } },
      'targets.durationSeconds',
    ],
    [
      'a price below zero',
      { registration: 'A1', targets: { costInclTax: '-1' } },
      'targets.costInclTax',
    ],
  ])('that names %s', async (_what, words, field) => {
    const { ccs, stay } = await parked();
    const named = 'registration' in words && !('parkingSessionId' in words);
    const input = {
      connectorId: ccs,
      ...words,
      ...(named ? { registration: stay.registration } : {}),
    };
    expect(await charging.start(input)).toMatchObject({ __typename: 'InvalidInput', field });
  });

  it('on a connector that is not there', async () => {
    expect(await charging.start({ connectorId: 'none', registration: 'A1' })).toMatchObject({
      __typename: 'NotFound',
      entity: 'Connector',
    });
  });
});
