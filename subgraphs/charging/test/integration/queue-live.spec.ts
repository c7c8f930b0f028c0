import { anonymous } from '@voltpark/contracts';
import type { ContextResponse } from '@voltpark/kit/execution';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attendant, operator, otherDriver } from '../support/actors.js';
import { caughtUp } from '../support/live.js';
import { ccs, handClock, queueWords } from '../support/queue-words.js';
import { runCharging, type RunningCharging } from '../support/running.js';

interface Payload {
  readonly kind: string;
  readonly cursor: string;
  readonly version: number;
  readonly status: string;
  readonly position: number | null;
  readonly connectors: readonly { readonly connectorId: string; readonly status: string }[];
}

const position = `subscription ($id: ID!, $after: String) { live: queuePosition(entryId: $id, after: $after) {
  kind cursor version at entryId status position estimatedWait entry { status }
  offer { id expiresAt keptUntil isSlotKept connector { id } slot { id } } } }`;
const chargers = `subscription ($id: ID!, $after: String) { live: chargerStatus(facilityId: $id, after: $after) {
  kind cursor at facility { id }
  connectors { connectorId status since readyAt waitTime connector { type isAvailable } } } }`;

describe('live', () => {
  const clock = handClock();
  let charging: RunningCharging;
  let words: ReturnType<typeof queueWords>;
  beforeAll(async () => {
    charging = await runCharging({ clock });
    words = queueWords(charging, clock);
  });
  afterAll(() => charging.stop());

  /** A subscriber of whom one asks for the next payloads. */
  function subscriber(query: string, id: string, actor = anonymous, after?: string) {
    const leaving = new AbortController();
    const events = charging.subscribe(query, { id, after }, actor, leaving.signal);
    const next = async () => (await events.next()).value as ContextResponse | undefined;
    return {
      next,
      async take(count: number) {
        const payloads: Payload[] = [];
        while (payloads.length < count) {
          const response = await next();
          const payload = response?.data?.['live'];
          if (payload == null) throw new Error(JSON.stringify(response));
          payloads.push(payload as Payload);
        }
        return payloads;
      },
      async leave() {
        leaving.abort();
        await events.return?.();
      },
    };
  }

  describe('queuePosition', () => {
    it('begins with where one stands, and tells of every change in order', async () => {
      const { facilityId, slotIds } = await words.station();
      const [ada, ben] = [await words.driverWith(), await words.driverWith()];
      const first = await words.joined(facilityId, ada);
      const second = await words.joined(facilityId, ben);
      const watching = subscriber(position, second.id, ben.actor);
      expect(await watching.take(1)).toMatchObject([
        {
          kind: 'SNAPSHOT',
          version: 1,
          entryId: second.id,
          status: 'WAITING',
          position: 1,
          estimatedWait: 'PT50M',
          offer: null,
        },
      ]);
      await words.leave(first.id, ada.actor);
      const [offered] = await watching.take(1);
      expect(offered).toMatchObject({
        kind: 'CHANGE',
        version: 2,
        status: 'OFFERED',
        position: null,
        entry: { status: 'OFFERED' },
        offer: { keptUntil: null, isSlotKept: false, slot: { id: slotIds[0] } },
      });
      const offerId = (offered as unknown as { offer: { id: string } }).offer.id;
      await words.accept(offerId, ben.actor);
      const { registration } = ben;
      await words.parkingSays('held', offerId, { facilityId, registration });
      await words.leave(second.id, ben.actor);
      const rest = await watching.take(3);
      // Version 3 was that the offer is taken, and 6 that it is released: told to others.
      expect(rest.map(({ status, version }) => [status, version])).toEqual([
        ['TAKEN', 4],
        ['TAKEN', 5],
        ['LEFT', 7],
      ]);
      expect(rest[1]).toMatchObject({ offer: { isSlotKept: true } });
      await watching.leave();

      const resumed = subscriber(position, second.id, ben.actor, offered?.cursor);
      expect((await resumed.take(3)).map(({ version }) => version)).toEqual([4, 5, 7]);
      await resumed.leave();
    });

    it('goes on from a snapshot without a gap and without a double', async () => {
      const { facilityId } = await words.station();
      const drivers = await Promise.all(Array.from({ length: 4 }, () => words.driverWith()));
      const entries = [];
      for (const one of drivers) entries.push(await words.joined(facilityId, one));
      const last = entries.at(-1)?.id ?? '';
      await caughtUp(charging, position, last, attendant);
      const watching = subscriber(position, last, attendant);
      const [snapshot] = await watching.take(1);
      for (const [index, { id }] of entries.slice(0, 3).entries()) {
        await words.leave(id, drivers[index]?.actor);
      }
      const seen = await watching.take(3);
      expect(seen.map((one) => [one.position, one.version])).toEqual([
        [2, 2],
        [1, 3],
        [null, 4],
      ]);
      await watching.leave();
      const resumed = subscriber(position, last, attendant, snapshot?.cursor);
      expect((await resumed.take(3)).map(({ version }) => version)).toEqual([2, 3, 4]);
      await resumed.leave();
    });

    it('joins snapshot and changes while the queue moves, each change once', async () => {
      const { facilityId } = await words.station();
      const drivers = await Promise.all(Array.from({ length: 16 }, () => words.driverWith()));
      const entries: string[] = [];
      for (const one of drivers) entries.push((await words.joined(facilityId, one)).id);
      const last = entries.at(-1) ?? '';
      const moving = (async () => {
        for (const [index, id] of entries.slice(0, -1).entries()) {
          await words.leave(id, drivers[index]?.actor);
        }
      })();
      const histories = await Promise.all(
        Array.from({ length: 4 }, async () => {
          const watching = subscriber(position, last, attendant);
          const versions: number[] = [];
          for (;;) {
            const [payload] = await watching.take(1);
            if (payload === undefined) break;
            versions.push(payload.version);
            if (payload.status === 'OFFERED') break;
          }
          await watching.leave();
          return versions;
        }),
      );
      await moving;
      for (const versions of histories) {
        const [first = 0] = versions;
        expect(versions).toEqual(versions.map((_, index) => first + index));
      }
    });

    it('is for the driver and the staff, and refuses a cursor that is none', async () => {
      const { facilityId } = await words.station();
      const { id } = await words.joined(facilityId, await words.driverWith());
      const strange = await subscriber(position, id, otherDriver).next();
      expect(strange?.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
      const stale = await subscriber(position, id, attendant, 'long-ago').next();
      expect(stale?.errors?.[0]?.extensions?.['code']).toBe('CURSOR_EXPIRED');
    });
  });

  describe('chargerStatus', () => {
    it('begins with all connectors, then tells of each change', async () => {
      const { facilityId, stationId, connectorIds, slotIds } = await words.station(2);
      const [connectorId = ''] = connectorIds[0] ?? [];
      await caughtUp(charging, chargers, facilityId, anonymous);
      const watching = subscriber(chargers, facilityId);
      const [snapshot] = await watching.take(1);
      expect(snapshot).toMatchObject({ kind: 'SNAPSHOT', facility: { id: facilityId } });
      expect(snapshot?.connectors).toHaveLength(4);
      expect(snapshot?.connectors[0]).toMatchObject({
        status: 'AVAILABLE',
        readyAt: clock.now().toISOString(),
        waitTime: 'PT0S',
        connector: { isAvailable: true },
      });

      const stay = await charging.parks({ facilityId, slotId: slotIds[0] ?? '' });
      await charging.start({ connectorId, parkingSessionId: stay.sessionId }, attendant);
      const [busy] = await watching.take(1);
      expect(busy).toMatchObject({
        kind: 'CHANGE',
        connectors: [
          {
            connectorId,
            status: 'CHARGING',
            readyAt: clock.on(45).toISOString(),
            waitTime: 'PT0S',
          },
        ],
      });
      const maintenance = { stationId, status: 'MAINTENANCE' };
      await charging.leaves(stay);
      await charging.mutate('setStationStatus', maintenance, operator, '');
      const later = await watching.take(2);
      expect(later[0]?.connectors).toMatchObject([{ connectorId, status: 'AVAILABLE' }]);
      // What all its connectors are good for changed.
      expect(later.at(-1)?.connectors.length).toBeGreaterThanOrEqual(1);
      await watching.leave();

      const resumed = subscriber(chargers, facilityId, anonymous, busy?.cursor);
      expect(await resumed.take(1)).toMatchObject([
        { kind: 'CHANGE', connectors: [{ connectorId, status: 'AVAILABLE' }] },
      ]);
      await resumed.leave();
      const fromSnapshot = subscriber(chargers, facilityId, anonymous, snapshot?.cursor);
      expect(await fromSnapshot.take(2)).toMatchObject([
        { connectors: [{ connectorId, status: 'CHARGING' }] },
        { connectors: [{ connectorId, status: 'AVAILABLE' }] },
      ]);
      await fromSnapshot.leave();
    });

    it('refuses an unknown facility', async () => {
      const unknown = await subscriber(chargers, 'nowhere').next();
      expect(unknown?.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
    });
  });

  it('chargerAvailability counts the queue, and what is in the way', async () => {
    const { facilityId, connectorIds, slotIds } = await words.station(2);
    const query = `query ($id: ID!, $type: ConnectorType!, $of: [_Any!]!) {
      chargerAvailability(facilityId: $id, connectorType: $type) { facility { id } connectorType total
        freeNow waiting waitTime readyAt connectors { status readyAt connector { id } } }
      _entities(representations: $of) {
        ... on Facility { chargerAvailability(connectorType: $type) { freeNow waiting } } } }`;
    const of = [{ __typename: 'Facility', id: facilityId }];
    const availability = () =>
      charging.data<object>(query, { id: facilityId, type: ccs, of }, anonymous);
    const free = await availability();
    expect(free).toMatchObject({
      chargerAvailability: { total: 2, freeNow: 2, waiting: 0, waitTime: 'PT0S' },
      _entities: [{ chargerAvailability: { freeNow: 2, waiting: 0 } }],
    });

    // One charges, a walk-in stands in front of the other, somebody waits.
    const [connectorId = ''] = connectorIds[0] ?? [];
    const stay = await charging.parks({ facilityId, slotId: slotIds[0] ?? '' });
    await charging.start(
      { connectorId, parkingSessionId: stay.sessionId, targets: { durationSeconds: 1_200 } },
      attendant,
    );
    await charging.parks({ facilityId, slotId: slotIds[1] ?? '' });
    await words.joined(facilityId, await words.driverWith());
    expect(await availability()).toMatchObject({
      chargerAvailability: {
        total: 2,
        freeNow: 0,
        waiting: 1,
        // The first in 20 + 5 minutes to whoever waits, the second, as long as vehicles use to stand, to the newcomer.
        waitTime: 'PT30M',
      },
    });
    const nowhere = await charging.data(
      'query ($t: ConnectorType!) { chargerAvailability(facilityId: "nowhere", connectorType: $t) { total } }',
      { t: ccs },
      anonymous,
    );
    expect(nowhere).toEqual({ chargerAvailability: null });
  });
});
