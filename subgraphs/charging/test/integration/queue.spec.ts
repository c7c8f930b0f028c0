import { facilitiesEvents, parkingEvents } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actorWith,
  attendant,
  driver,
  otherDriver,
  stranger,
  tenantId,
} from '../support/actors.js';
import {
  newKey,
  newRegistration,
  runCharging,
  type Result,
  type RunningCharging,
} from '../support/running.js';

const ccs = 'IEC_62196_T2_COMBO';
const entryFields = `id status position estimatedWait snoozesLeft registration version
  offer { id expiresAt keptUntil isSlotKept connector { id status } slot { id } }`;

interface Entry {
  readonly id: string;
  readonly status: string;
  readonly position: number | null;
  readonly registration: string;
  readonly version: number;
  readonly offer: { readonly id: string; readonly connector: { readonly id: string } } | null;
}

describe('the queue for a charger', () => {
  let charging: RunningCharging;
  let now = new Date('2026-05-04T10:00:00Z');
  beforeAll(async () => {
    charging = await runCharging({ clock: { now: () => now } });
  });
  afterAll(() => charging.stop());

  const minutesOn = (count: number) => new Date(now.getTime() + count * 60_000);

  /** A driver with a vehicle of their own. */
  async function driverWith(registration = newRegistration()) {
    const customerId = `customer-${registration}`;
    await charging.vehicle({ registration, customerId, connectorTypes: [ccs] });
    return { registration, actor: actorWith('DRIVER', { customerId }) };
  }
  type Driver = Awaited<ReturnType<typeof driverWith>>;

  const join = (facilityId: string, { registration, actor }: Driver, more: object = {}) =>
    charging.mutate(
      'joinChargingQueue',
      { facilityId, registration, idempotencyKey: newKey(), ...more },
      actor,
      `... on ChargingQueueJoined { entry { ${entryFields} } } ... on AlreadyQueued { entry { id } }
       ... on NoCompatibleConnector { connectorTypes } ... on InvalidInput { field }
       ... on VehicleAlreadyCharging { sessionId } ... on NotFound { entity }`,
    );
  const joined = async (facilityId: string, who: Driver): Promise<Entry> => {
    const result = await join(facilityId, who);
    if (result['entry'] === undefined) throw new Error(JSON.stringify(result));
    return result['entry'] as Entry;
  };
  const change = (name: string, input: object, actor = driver, of = '') =>
    charging.mutate(
      name,
      input,
      actor,
      `... on ${of} { entry { ${entryFields} } } ... on NotFound { entity key }
       ${name === 'leaveChargingQueue' ? '' : '... on OfferGone { status }'}`,
    );
  const accept = (offerId: string, actor = driver) =>
    change('acceptOffer', { offerId }, actor, 'OfferAccepted');
  const snooze = (offerId: string, actor = driver, minutes?: number) =>
    change(
      'snoozeOffer',
      { offerId, ...(minutes === undefined ? {} : { minutes }) },
      actor,
      'OfferSnoozed',
    );
  const leave = (entryId: string, actor = driver) =>
    change('leaveChargingQueue', { entryId }, actor, 'ChargingQueueLeft');

  const entryOf = async (id: string, actor = attendant): Promise<Entry | null> => {
    const answered = await charging.data<{ chargingQueueEntry: Entry | null }>(
      `query ($id: ID!) { chargingQueueEntry(id: $id) { ${entryFields} } }`,
      { id },
      actor,
    );
    return answered.chargingQueueEntry;
  };

  /** What parking says of the slot of an offer. */
  const parkingSays = async (
    event: keyof typeof said,
    offerId: string,
    of: { facilityId: string; registration: string; slotId?: string },
  ) => {
    const hold = {
      holdId: newId(),
      kind: 'CHARGING_OFFER' as const,
      sourceId: offerId,
      tenantId,
      slotId: null,
      until: now.toISOString(),
      ...of,
    };
    await said[event](hold);
  };
  type Hold = Parameters<
    typeof charging.hears<ReturnType<typeof parkingEvents.slotHeld.data.parse>>
  >[1];
  const said = {
    held: (hold: Hold) => charging.hears(parkingEvents.slotHeld, hold),
    refused: (hold: Hold) =>
      charging.hears(parkingEvents.holdRefused, { ...hold, reason: 'OCCUPIED' }),
    arrived: (hold: Hold) =>
      charging.hears(parkingEvents.holdEnded, { ...hold, outcome: 'ARRIVED' as const }),
    expired: (hold: Hold) =>
      charging.hears(parkingEvents.holdEnded, { ...hold, outcome: 'EXPIRED' as const }),
  };

  /** Follows an entry until it is as wanted: what happens by itself is a signal here, never a pause. */
  async function until(entryId: string, status: string, act: () => void | Promise<void>) {
    const following = charging.subscribe(
      'subscription ($id: ID!) { queuePosition(entryId: $id) { kind status position version } }',
      { id: entryId },
      attendant,
    );
    const first = await following.next();
    await act();
    let value = first.value;
    for (;;) {
      const shown = (value?.data as { queuePosition: { status: string } } | undefined)
        ?.queuePosition;
      if (shown === undefined) throw new Error(JSON.stringify(value));
      if (shown.status === status) break;
      ({ value } = await following.next());
    }
    await following.return?.();
    const entry = await entryOf(entryId);
    if (entry === null) throw new Error('The entry is gone.');
    return entry;
  }

  /** A station of which something is heard all the time, however fast the clock goes here. */
  async function station(slots = 1) {
    const made = await charging.station(slots);
    await charging.sql(`UPDATE station SET last_heard_at = '2030-01-01' WHERE id = $1`, [
      made.stationId,
    ]);
    return made;
  }

  const typesOf = async (entryId: string) =>
    (await charging.outbox(entryId)).map(({ type, aggregate_version: version, data }) => [
      type.replace(/^charging\.|\.v1$/g, ''),
      version,
      data['outcome'] ?? data['status'] ?? null,
    ]);

  async function expectSound(): Promise<void> {
    const torn = await charging.sql(`
      SELECT e.id, c.id AS connector FROM (SELECT * FROM queue_entry WHERE offer_id IS NOT NULL) e
      FULL JOIN (SELECT * FROM connector WHERE offer_id IS NOT NULL) c
        ON c.offer_id = e.offer_id AND c.id = e.connector_id AND c.reserved_for = e.registration
      WHERE e.id IS NULL OR c.id IS NULL`);
    expect(torn).toEqual([]);
    const gaps = await charging.sql(`
      SELECT aggregate_id FROM outbox GROUP BY aggregate_type, aggregate_id
      HAVING min(aggregate_version) <> 1 OR max(aggregate_version) <> count(*)`);
    expect(gaps).toEqual([]);
  }

  it('offers a free connector at once, and the next one in turn', async () => {
    const { facilityId, connectorIds, slotIds } = await station();
    const [ada, ben, cleo] = [await driverWith(), await driverWith(), await driverWith()];
    const first = await joined(facilityId, ada);
    expect(first).toMatchObject({
      status: 'OFFERED',
      position: null,
      snoozesLeft: 2,
      offer: {
        expiresAt: minutesOn(3).toISOString(),
        keptUntil: null,
        connector: { id: connectorIds[0]?.[0], status: 'RESERVED' },
        slot: { id: slotIds[0] },
      },
    });
    const second = await joined(facilityId, ben);
    const third = await joined(facilityId, cleo);
    expect([second, third]).toMatchObject([
      { status: 'WAITING', position: 1, estimatedWait: 'PT50M' },
      { status: 'WAITING', position: 2, estimatedWait: 'PT1H40M' },
    ]);

    await leave(first.id, ada.actor);
    expect(await entryOf(second.id)).toMatchObject({ status: 'OFFERED' });
    expect(await entryOf(third.id)).toMatchObject({ position: 1 });
    expect(await typesOf(second.id)).toEqual([
      ['queue.position_changed', 1, 'WAITING'],
      ['queue.position_changed', 2, 'OFFERED'],
    ]);
    await expectSound();
  });

  it('refuses with what the caller needs', async () => {
    const { facilityId, connectorIds } = await station();
    const ada = await driverWith();
    const entry = await joined(facilityId, ada);
    expect(await join(facilityId, ada)).toMatchObject({
      __typename: 'AlreadyQueued',
      entry: { id: entry.id },
    });
    expect(await join(facilityId, { ...ada, actor: otherDriver })).toMatchObject({
      __typename: 'NotPermitted',
    });
    const ben = await driverWith();
    expect(await join(facilityId, ben, { connectorTypes: ['CHADEMO'] })).toMatchObject({
      __typename: 'NoCompatibleConnector',
      connectorTypes: [ccs, 'IEC_62196_T2'],
    });
    expect(await join('nowhere', ben)).toMatchObject({
      __typename: 'NotFound',
      entity: 'Facility',
    });
    expect(await join(facilityId, { ...ben, registration: '!' })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'registration',
    });
    const unknown = { registration: newRegistration(), actor: attendant };
    expect(await join(facilityId, unknown)).toMatchObject({
      __typename: 'InvalidInput',
      field: 'connectorTypes',
    });
    expect(await join(facilityId, unknown, { connectorTypes: [ccs] })).toMatchObject({
      __typename: 'ChargingQueueJoined',
    });
    expect(await join(facilityId, { ...unknown, actor: stranger })).toMatchObject({
      __typename: 'NotPermitted',
    });
    for (const actor of [otherDriver, stranger]) {
      expect(await entryOf(entry.id, actor)).toBeNull();
      expect(await accept(entry.offer?.id ?? '', actor)).toMatchObject({ __typename: 'NotFound' });
      expect(await leave(entry.id, actor)).toMatchObject({ __typename: 'NotFound' });
    }
    await leave(entry.id, ada.actor);
    expect(await accept(entry.offer?.id ?? '', ada.actor)).toMatchObject({
      __typename: 'OfferGone',
      status: 'LEFT',
    });
    expect(connectorIds).toHaveLength(1);
  });

  it('is closed where the facility says so', async () => {
    const { facilityId } = await station();
    const setting = { scope: 'FACILITY', scopeId: facilityId, key: 'feature.chargingQueue' };
    await charging.hears(facilitiesEvents.configChanged, { ...setting, value: false } as never);
    expect(await join(facilityId, await driverWith())).toMatchObject({
      __typename: 'ChargingQueueClosed',
    });
  });

  it('joins once under a key', async () => {
    const { facilityId } = await station();
    const ada = await driverWith();
    const idempotencyKey = newKey();
    const [one, two] = await Promise.all([
      join(facilityId, ada, { idempotencyKey }),
      join(facilityId, ada, { idempotencyKey }),
    ]);
    expect(one).toEqual(two);
    const ben = await driverWith();
    const at = await Promise.all(Array.from({ length: 5 }, () => join(facilityId, ben)));
    expect(at.filter(({ __typename }) => __typename === 'ChargingQueueJoined')).toHaveLength(1);
    await expectSound();
  });

  it('keeps what was taken until the vehicle charges', async () => {
    const { facilityId, connectorIds, slotIds } = await station();
    const [connectorId = ''] = connectorIds[0] ?? [];
    const [slotId = ''] = slotIds;
    const ada = await driverWith();
    const entry = await joined(facilityId, ada);
    const offerId = entry.offer?.id ?? '';
    const taken = await accept(offerId, ada.actor);
    expect(taken).toMatchObject({
      __typename: 'OfferAccepted',
      entry: {
        status: 'TAKEN',
        offer: { keptUntil: minutesOn(15).toISOString(), isSlotKept: false },
      },
    });
    expect(await accept(offerId, ada.actor)).toMatchObject({ __typename: 'OfferAccepted' });
    expect(await typesOf(entry.id)).toEqual([
      ['queue.position_changed', 1, 'OFFERED'],
      ['offer.taken', 2, null],
      ['queue.position_changed', 3, 'TAKEN'],
    ]);
    await parkingSays('held', offerId, { facilityId, registration: ada.registration });
    expect(await entryOf(entry.id)).toMatchObject({ offer: { isSlotKept: true } });

    const ben = await driverWith();
    const walkIn = await charging.parks({ facilityId, slotId, registration: ben.registration });
    expect(
      await charging.start({ connectorId, parkingSessionId: walkIn.sessionId }, attendant),
    ).toMatchObject({
      __typename: 'ConnectorReserved',
    });
    await charging.leaves(walkIn);

    const stay = await charging.parks({ facilityId, slotId, registration: ada.registration });
    await parkingSays('arrived', offerId, { facilityId, registration: ada.registration });
    const fulfilled = await until(entry.id, 'FULFILLED', async () => {
      const begun = await charging.start(
        { connectorId, parkingSessionId: stay.sessionId },
        attendant,
      );
      expect(begun).toMatchObject({ __typename: 'ChargingStarted' });
    });
    expect(fulfilled).toMatchObject({ status: 'FULFILLED', offer: null, position: null });
    const told = await typesOf(entry.id);
    expect(told.slice(-2)).toEqual([
      ['offer.released', told.length - 1, 'FULFILLED'],
      ['queue.position_changed', told.length, 'FULFILLED'],
    ]);
    await expectSound();
  });

  it('goes on by itself: nobody answers, nobody comes, a snooze ends', async () => {
    const { facilityId } = await station();
    const [ada, ben, cleo] = [await driverWith(), await driverWith(), await driverWith()];
    const first = await joined(facilityId, ada);
    const second = await joined(facilityId, ben);
    const third = await joined(facilityId, cleo);
    expect(await snooze(first.offer?.id ?? '', ada.actor, 5)).toMatchObject({
      entry: { status: 'SNOOZED', position: 1, snoozesLeft: 1 },
    });
    // Ben does not answer; then Ada is first again, and takes it, and does not come; then it is Cleo's.
    await until(second.id, 'EXPIRED', () => {
      now = minutesOn(3);
    });
    expect(await entryOf(third.id)).toMatchObject({ status: 'OFFERED' });
    await snooze((await entryOf(third.id))?.offer?.id ?? '', cleo.actor, 60);
    const again = await until(first.id, 'OFFERED', () => {
      now = minutesOn(2);
    });
    await accept(again.offer?.id ?? '', ada.actor);
    await until(first.id, 'EXPIRED', () => {
      now = minutesOn(15);
    });
    expect(await entryOf(third.id)).toMatchObject({ status: 'SNOOZED', position: 1 });
    await until(third.id, 'OFFERED', () => {
      now = minutesOn(60);
    });
    await expectSound();
  });

  it('gives the place back when parking refuses the slot, and offers another', async () => {
    const { facilityId, connectorIds } = await station(2);
    const ada = await driverWith();
    const entry = await joined(facilityId, ada);
    const offerId = entry.offer?.id ?? '';
    await accept(offerId, ada.actor);
    await parkingSays('refused', offerId, { facilityId, registration: ada.registration });
    const next = await entryOf(entry.id);
    expect(next).toMatchObject({ status: 'OFFERED', registration: ada.registration });
    expect(next?.offer?.id).not.toBe(offerId);
    const ids = connectorIds.map(([id]) => id);
    expect(ids.toSorted()).toEqual(
      [entry.offer?.connector.id, next?.offer?.connector.id].toSorted(),
    );
    // Said again, it is about an offer that is over.
    await parkingSays('refused', offerId, { facilityId, registration: ada.registration });
    expect((await entryOf(entry.id))?.offer?.id).toBe(next?.offer?.id);
    await expectSound();
  });

  it('withdraws an offer whose connector breaks, by the event of the connector', async () => {
    const { facilityId, connectorIds } = await station();
    const [connectorId = ''] = connectorIds[0] ?? [];
    const ada = await driverWith();
    const entry = await joined(facilityId, ada);
    const back = await until(entry.id, 'WAITING', async () => {
      await charging.reports(connectorId, 'Faulted', { faultCode: 'GroundFailure' });
    });
    expect(back).toMatchObject({ position: 1, estimatedWait: null, offer: null });
    const offered = await until(entry.id, 'OFFERED', async () => {
      await charging.reports(connectorId, 'Available');
    });
    expect(offered.offer?.connector.id).toBe(connectorId);
    await expectSound();
  });

  it('offers what becomes free when a vehicle leaves, without anybody asking', async () => {
    const { facilityId, connectorIds, slotIds } = await station();
    const [connectorId = ''] = connectorIds[0] ?? [];
    const stay = await charging.parks({ facilityId, slotId: slotIds[0] ?? '' });
    await charging.start({ connectorId, parkingSessionId: stay.sessionId }, attendant);
    const entry = await joined(facilityId, await driverWith());
    expect(entry).toMatchObject({ status: 'WAITING', position: 1, estimatedWait: 'PT45M' });
    await until(entry.id, 'OFFERED', () => charging.leaves(stay));
    await expectSound();
  });

  describe('under concurrency', () => {
    it('gives two free connectors to two of many', async () => {
      const { facilityId } = await station(2);
      const drivers = await Promise.all(Array.from({ length: 12 }, () => driverWith()));
      const entries = await Promise.all(drivers.map((one) => joined(facilityId, one)));
      const now12 = await Promise.all(entries.map(({ id }) => entryOf(id)));
      const offered = now12.filter((one) => one?.status === 'OFFERED');
      expect(offered).toHaveLength(2);
      expect(new Set(offered.map((one) => one?.offer?.connector.id)).size).toBe(2);
      const positions = now12.flatMap((one) => one?.position ?? []);
      expect(positions.toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 10 }, (_, i) => i + 1),
      );
      await expectSound();
    });

    it('lets one offer be taken once, by two at once, and by its time', async () => {
      const { facilityId } = await station(4);
      const drivers = await Promise.all(Array.from({ length: 4 }, () => driverWith()));
      const entries: Entry[] = [];
      for (const one of drivers) entries.push(await joined(facilityId, one));
      now = new Date(minutesOn(3).getTime() - 1);
      const results = await Promise.all(
        entries.flatMap((entry, index) => {
          const offerId = entry.offer?.id ?? '';
          const { actor } = drivers[index] as Driver;
          // While it expires: the clock goes on between those who ask.
          return [
            accept(offerId, actor),
            snooze(offerId, actor),
            (async () => {
              now = new Date(now.getTime() + 1);
              return accept(offerId, actor);
            })(),
            leave(entry.id, actor),
          ];
        }),
      );
      expect(results).toHaveLength(16);
      for (const entry of entries) {
        const told = await typesOf(entry.id);
        const takings = told.filter(([type]) => type === 'offer.taken').length;
        const releases = told.filter(([type]) => type === 'offer.released').length;
        expect(takings).toBeLessThanOrEqual(1);
        expect(releases).toBe(takings);
        const after = await entryOf(entry.id);
        expect(['LEFT', 'EXPIRED']).toContain(after?.status);
      }
      await expectSound();
    });

    it('lets the vehicle that took it charge, or its time run out, and not both', async () => {
      const { facilityId, connectorIds, slotIds } = await station(6);
      const drivers = await Promise.all(slotIds.map(() => driverWith()));
      const taken: { entry: Entry; stay: { sessionId: string }; connectorId: string }[] = [];
      for (const one of drivers) {
        const entry = await joined(facilityId, one);
        await accept(entry.offer?.id ?? '', one.actor);
        const connectorId = entry.offer?.connector.id ?? '';
        const slotId = slotIds[connectorIds.findIndex(([id]) => id === connectorId)] ?? '';
        const stay = await charging.parks({ facilityId, slotId, registration: one.registration });
        taken.push({ entry, stay, connectorId });
      }
      now = minutesOn(15);
      const starts = await Promise.all(
        taken.map(({ stay, connectorId }) =>
          charging.start({ connectorId, parkingSessionId: stay.sessionId }, attendant),
        ),
      );
      await Promise.all(
        taken.map(async ({ entry }, index) => {
          const begun = (starts[index] as Result).__typename === 'ChargingStarted';
          await until(entry.id, begun ? 'FULFILLED' : 'EXPIRED', () => undefined);
        }),
      );
      const ended = await Promise.all(
        taken.map(async ({ entry }) => {
          const told = await typesOf(entry.id);
          return told.filter(([type]) => type === 'offer.released');
        }),
      );
      for (const releases of ended) expect(releases.length).toBeLessThanOrEqual(1);
      await expectSound();
    });
  });
});
