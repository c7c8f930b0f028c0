import { beforeAll, expect, it } from 'vitest';
import { journey } from '../support/journey.js';
import { chargingSite, heardWhile, type ChargingSite } from '../support/charging.js';
import type { Data } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import type { Live } from '../support/live.js';
import { once, type Town, type Person } from '../support/town.js';

const ccs = 'IEC_62196_T2_COMBO';
const entryFields = 'id status position offer { id isSlotKept slot { id } connector { id } }';

export const chargingQueue = journey('waiting for a charger', (open) => {
  let town: Town;
  let site: ChargingSite;
  let ada: Person;
  let ben: Person;
  beforeAll(async () => {
    town = open();
    site = await chargingSite(town);
    ada = await electric('DD-AD 1');
    ben = await electric('DD-BE 2');
  });

  /** A driver of an electric vehicle that charging has heard of. */
  async function electric(registration: string): Promise<Person> {
    const vehicle = { isElectric: true, connectorTypes: [ccs], batteryWh: 58_000 };
    return town.driver(registration, vehicle);
  }

  /** Joins the queue as soon as charging knows whose vehicle it is. */
  const joins = (registration: string, as: Person): Promise<Data> =>
    eventually(`${registration} may join the queue`, async () => {
      const answer = await town.do(
        'joinChargingQueue',
        { facilityId: site.facilityId, registration, idempotencyKey: once() },
        `... on ChargingQueueJoined { entry { ${entryFields} } }`,
        as,
      );
      return answer['__typename'] === 'ChargingQueueJoined' && (answer['entry'] as Data);
    });

  const watches = (entryId: string, as: Person): Live =>
    town.subscribe(
      `subscription ($entryId: ID!) { queuePosition(entryId: $entryId) {
         kind status position version entry { facility { name } } offer { id isSlotKept slot { id number } } } }`,
      { entryId },
      as,
    );
  const stands = (
    live: Live,
    status: string,
    fits: (shown: Data) => boolean = () => true,
    laterMs = 0,
  ) =>
    live
      .until(({ queuePosition: shown }) => shown.status === status && fits(shown as Data), laterMs)
      .then(({ queuePosition: shown }) => shown as Data);

  const accepts = (offerId: string, as: Person) =>
    town.do('acceptOffer', { offerId }, `... on OfferAccepted { entry { ${entryFields} } }`, as);

  const arrives = (registration: string, more: Record<string, unknown> = {}) =>
    town.park(site.facilityId, registration, site.device, { isElectric: true, ...more });

  /** Watches the places; whatever changes from here on is told. */
  const watchesPlaces = async (): Promise<Live> => {
    const places = town.watch(site.facilityId);
    await places.until(({ slotAvailability: { kind } }) => kind === 'SNAPSHOT');
    return places;
  };

  /** Begins to charge as soon as charging has heard who stands there. */
  const plugsIn = (connectorId: string, parkingSessionId: string) =>
    heardWhile(['VehicleNotParked'], 'charging begins', () =>
      town.do(
        'startCharging',
        { connectorId, parkingSessionId, idempotencyKey: once() },
        '... on ChargingStarted { session { id } }',
        site.device,
      ),
    );

  it('queue up → offered → taken → slot kept → nobody else has it → arrive → charge', async () => {
    const [first, second] = site.chargers;
    for (const [index, charger] of [first, second].entries()) {
      const parked = await arrives(`WALKIN ${index}`, { slotId: charger?.slotId });
      expect(parked).toMatchObject({ __typename: 'VehicleParked' });
      const begun = await plugsIn(charger?.connectorId ?? '', parked['session'].id as string);
      expect(begun).toMatchObject({ __typename: 'ChargingStarted' });
    }
    const adas = await joins('DD-AD 1', ada);
    const bens = await joins('DD-BE 2', ben);
    expect([adas, bens]).toMatchObject([
      { status: 'WAITING', position: 1 },
      { status: 'WAITING', position: 2 },
    ]);
    const waiting = watches(adas['id'] as string, ada);
    const next = watches(bens['id'] as string, ben);
    const places = await watchesPlaces();
    const snapshot = await stands(waiting, 'WAITING');
    expect(snapshot).toMatchObject({ kind: 'SNAPSHOT', position: 1 });
    expect(snapshot['entry'].facility.name).toMatch(/^Charging site/);
    await stands(next, 'WAITING');

    await town.leave('WALKIN 0', site.device);
    const offered = await stands(waiting, 'OFFERED');
    expect(offered['offer'].slot.id).toBe(first?.slotId);
    await stands(next, 'WAITING', ({ position }) => position === 1);

    expect(await accepts(offered['offer'].id as string, ada)).toMatchObject({
      __typename: 'OfferAccepted',
      entry: { status: 'TAKEN' },
    });
    await stands(waiting, 'TAKEN', ({ offer }) => offer.isSlotKept === true);
    await places.until(
      ({ slotAvailability: { changedSlot } }) => changedSlot?.status === 'RESERVED',
    );
    expect(await arrives('HURRY 1')).toMatchObject({ __typename: 'FacilityFull' });
    expect(await arrives('HURRY 1', { slotId: first?.slotId })).toMatchObject({
      __typename: 'SlotTaken',
    });

    const parked = await arrives('DD-AD 1');
    expect(parked).toMatchObject({ __typename: 'VehicleParked', slot: { id: first?.slotId } });
    const begun = await plugsIn(first?.connectorId ?? '', parked['session'].id as string);
    expect(begun).toMatchObject({ __typename: 'ChargingStarted' });
    await stands(waiting, 'FULFILLED');
    await Promise.all([waiting.close(), next.close(), places.close()]);
  });

  it('somebody was faster at the gate → the offer comes to nothing, and the place stays', async () => {
    const [, second] = site.chargers;
    const chargers = town.subscribe(
      `subscription ($facilityId: ID!) { chargerStatus(facilityId: $facilityId) {
         kind connectors { connectorId status } } }`,
      { facilityId: site.facilityId },
    );
    const { chargingQueue } = await town.must(
      `{ chargingQueue(live: true, first: 5) { edges { node { id status } } } }`,
      {},
      ben,
    );
    const entryId = chargingQueue.edges[0].node.id as string;
    const waiting = watches(entryId, ben);
    await stands(waiting, 'WAITING');
    await town.leave('WALKIN 1', site.device);
    const offered = await stands(waiting, 'OFFERED');
    const kept = second?.connectorId;
    await chargers.until(({ chargerStatus: { connectors } }) =>
      (connectors as Data[]).some(
        ({ connectorId, status }) => connectorId === kept && status === 'RESERVED',
      ),
    );

    // Nobody keeps the slot before the offer is taken: a driver who comes by may have it.
    expect(await arrives('HURRY 2')).toMatchObject({ slot: { id: second?.slotId } });
    await accepts(offered['offer'].id as string, ben);
    await stands(waiting, 'WAITING', ({ kind, position }) => kind === 'CHANGE' && position === 1);

    await town.leave('HURRY 2', site.device);
    // A slot that parking refused to keep may rest for a minute, where nobody saw who stood there meanwhile.
    const isAnother = ({ offer }: Data) => offer.id !== offered['offer'].id;
    const again = await stands(waiting, 'OFFERED', isAnother, 60_000);
    const places = await watchesPlaces();
    await accepts(again['offer'].id as string, ben);
    await stands(waiting, 'TAKEN', ({ offer }) => offer.isSlotKept === true);
    await town.do('leaveChargingQueue', { entryId }, '', ben);
    await places.until(
      ({ slotAvailability: { changedSlot } }) => changedSlot?.status === 'AVAILABLE',
    );
    await Promise.all([waiting.close(), places.close(), chargers.close()]);
  });
});
