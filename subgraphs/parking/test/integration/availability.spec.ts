import { anonymous } from '@voltpark/contracts';
import type { ContextResponse } from '@voltpark/kit/execution';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../src/domain/limits.js';
import { gate } from '../support/actors.js';
import { newKey, runParking, type RunningParking } from '../support/running.js';

const subscription = `subscription ($facilityId: ID!, $after: String) {
  slotAvailability(facilityId: $facilityId, after: $after) {
    kind mode version rate cursor at facility { id }
    totals { total free occupied }
    counts { size kind free }
    changedSlot { number previous status levelName }
    countFeed { rawFree free capacity drift isStale }
  }
}`;

interface Payload {
  readonly kind: string;
  readonly version: number;
  readonly cursor: string;
  readonly totals: { readonly free: number };
  readonly changedSlot: { readonly number: string; readonly status: string } | null;
}

const payloadOf = (response: ContextResponse | undefined): Payload => {
  if (response?.data == null) throw new Error(JSON.stringify(response?.errors));
  return response.data['slotAvailability'] as Payload;
};

describe('slotAvailability', () => {
  let parking: RunningParking;
  beforeAll(async () => {
    parking = await runParking();
  });
  afterAll(() => parking.stop());

  /** A subscriber of whom one asks for the next payloads. */
  function subscriber(facilityId: string, after?: string) {
    const leaving = new AbortController();
    const variables = { facilityId, after };
    const events = parking.subscribe(subscription, variables, anonymous, leaving.signal);
    return {
      next: async () => (await events.next()).value as ContextResponse | undefined,
      async take(count: number) {
        const payloads: Payload[] = [];
        while (payloads.length < count) payloads.push(payloadOf(await this.next()));
        return payloads;
      },
      async leave() {
        leaving.abort();
        await events.return?.();
      },
    };
  }

  it('begins with the state as it is, then tells of every change in order', async () => {
    const facilityId = await parking.carPark(3);
    await parking.park({ facilityId, registration: 'LIVE 1' });
    const watching = subscriber(facilityId);
    const [snapshot] = await watching.take(1);
    expect(snapshot).toMatchObject({
      kind: 'SNAPSHOT',
      mode: 'SLOTS',
      version: 2,
      facility: { id: facilityId },
      totals: { total: 3, free: 2, occupied: 1 },
      counts: [{ size: 'STANDARD', kind: 'ICE', free: 2 }],
      changedSlot: null,
    });
    await parking.park({ facilityId, registration: 'LIVE 2' });
    await parking.leave({ registration: 'LIVE 1' });
    await parking.layOut(
      facilityId,
      [{ pattern: 'E-#', from: 1, to: 2, size: 'LARGE', kind: 'EV', distanceMetres: 1 }],
      'P1',
    );
    const changes = await watching.take(3);
    expect(changes.map(({ kind, version, totals }) => [kind, version, totals.free])).toEqual([
      ['CHANGE', 3, 1],
      ['CHANGE', 4, 2],
      ['LAYOUT', 5, 4],
    ]);
    expect(changes[0]?.changedSlot).toMatchObject({ status: 'OCCUPIED', levelName: 'P0' });
    await watching.leave();
  });

  /**
   * A subscriber that has its snapshot, with which the stream had time to catch up. One that was held back for long
   * enough stands before what it shows, and whoever goes on from there sees it again.
   */
  async function begun(facilityId: string) {
    for (;;) {
      const watching = subscriber(facilityId);
      const asked = performance.now();
      const [snapshot] = await watching.take(1);
      if (performance.now() - asked < limits.snapshotHoldMs) return { watching, snapshot };
      await watching.leave();
    }
  }

  it('goes on behind a cursor without a gap and without a double, also from a snapshot', async () => {
    const facilityId = await parking.carPark(20);
    const { watching, snapshot } = await begun(facilityId);
    for (let car = 0; car < 6; car += 1) {
      await parking.park({ facilityId, registration: `RESUME ${car}` });
    }
    const seen = await watching.take(6);
    await watching.leave();
    for (let car = 0; car < 3; car += 1) await parking.leave({ registration: `RESUME ${car}` });

    const resumed = subscriber(facilityId, seen[2]?.cursor);
    const versions = (await resumed.take(6)).map(({ version }) => version);
    expect(versions).toEqual([5, 6, 7, 8, 9, 10]);
    await resumed.leave();

    const fromSnapshot = subscriber(facilityId, snapshot?.cursor);
    expect((await fromSnapshot.take(9)).map(({ version }) => version)).toEqual([
      2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    await fromSnapshot.leave();
  });

  it('joins snapshot and changes while vehicles come, each change once', async () => {
    // Not even the last snapshot is behind a threshold, whose crossing is a version without a vehicle.
    const facilityId = await parking.carPark(100);
    let parked = 0;
    const arrivals = (async () => {
      while (parked < 60) await parking.park({ facilityId, registration: `JOIN ${(parked += 1)}` });
    })();
    const watchers = Array.from({ length: 5 }, () => subscriber(facilityId));
    const histories = await Promise.all(
      watchers.map(async (watching) => {
        const versions: number[] = [];
        while (versions.at(-1) === undefined || (versions.at(-1) ?? 0) < 40) {
          const [payload] = await watching.take(1);
          if (payload === undefined) break;
          expect(payload.totals.free).toBe(101 - payload.version);
          versions.push(payload.version);
        }
        await watching.leave();
        return versions;
      }),
    );
    await arrivals;
    for (const versions of histories) {
      const [first = 0] = versions;
      expect(versions).toEqual(versions.map((_, index) => first + index));
    }
  });

  it('refuses an unknown facility and a cursor that is none', async () => {
    const unknown = await subscriber('nowhere').next();
    expect(unknown?.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
    const facilityId = await parking.carPark(1);
    const stale = await subscriber(facilityId, 'long-ago').next();
    expect(stale?.errors?.[0]?.extensions?.['code']).toBe('CURSOR_EXPIRED');
  });

  it('shows readings of a facility that is known by its counter only, as they come', async () => {
    const facilityId = await parking.facility({ externalId: 'altmarkt' });
    const watching = subscriber(facilityId);
    const record = (free: number, at: string) =>
      parking.data(
        `mutation ($counts: [FacilityCountInput!]!) {
          recordFacilityCounts(input: { counts: $counts }) { __typename }
        }`,
        { counts: [{ externalId: 'altmarkt', free, at }], key: newKey() },
        gate,
      );
    await watching.take(1);
    await record(412, '2026-05-04T10:00:00Z');
    await record(-3, '2026-05-04T10:05:00Z');
    await record(390, '2026-05-04T10:02:00Z');
    await record(100, '2026-05-04T10:10:00Z');
    expect(await watching.take(3)).toMatchObject([
      {
        kind: 'COUNT',
        mode: 'COUNTS',
        totals: { total: 400, free: 400, occupied: 0 },
        countFeed: { rawFree: 412, free: 400, capacity: 400, drift: null },
      },
      { totals: { free: 0, occupied: 400 }, rate: 1, countFeed: { rawFree: -3, free: 0 } },
      { totals: { free: 100 }, at: '2026-05-04T10:10:00.000Z' },
    ]);
    await watching.leave();
  });
});
