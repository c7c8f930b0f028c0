import type { Actor } from '@voltpark/contracts';
import type { ContextResponse } from '@voltpark/kit/execution';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../src/domain/limits.js';
import {
  attendant,
  driver,
  foreigner,
  newRegistration,
  operator,
  runReservations,
  stranger,
  type RunningReservations,
} from '../support/running.js';

const subscription = `subscription ($id: ID!, $after: String) {
  reservationUpdates(reservationId: $id, after: $after) { cursor status version reservation { id } } }`;

interface Update {
  readonly cursor: string;
  readonly status: string;
  readonly version: number;
}

describe('reservationUpdates', () => {
  let running: RunningReservations;
  beforeAll(async () => {
    running = await runReservations({ clock: { now: () => new Date('2026-05-04T08:00:00Z') } });
  });
  afterAll(() => running.stop());

  /** A follower of whom one asks for the next updates. */
  function follower(id: string, after?: string, actor: Actor = operator) {
    const leaving = new AbortController();
    const variables = { id, after };
    const events = running.started.subscribe(subscription, variables, actor, leaving.signal);
    const next = async () => (await events.next()).value as ContextResponse | undefined;
    return {
      next,
      async take(count: number): Promise<Update[]> {
        const updates: Update[] = [];
        while (updates.length < count) {
          const response = await next();
          if (response?.data == null) throw new Error(JSON.stringify(response?.errors));
          updates.push(response.data['reservationUpdates'] as Update);
        }
        return updates;
      },
      /**
       * The beginning, and whether the stream had time to catch up with it. One that was held back for long enough
       * stands before what it shows, and whoever goes on from there sees it again.
       */
      async begin() {
        const asked = performance.now();
        const [first] = await this.take(1);
        const isInTime = performance.now() - asked < limits.snapshotHoldMs;
        return { ...(first as Update), isInTime };
      },
      async leave() {
        leaving.abort();
        await events.return?.();
      },
    };
  }

  async function reserved(registration = newRegistration()): Promise<string> {
    const { facilityId } = await running.facility(1);
    const { reservation } = await running.create({
      ...{ facilityId, registration },
      ...{ startsAt: '2026-05-04T12:00:00Z', endsAt: '2026-05-04T14:00:00Z' },
    });
    return reservation?.id ?? '';
  }
  const confirm = (reservationId: string) =>
    running.mutate('confirmReservation', { reservationId });
  const change = (reservationId: string, endsAt: string) =>
    running.mutate('changeReservation', { reservationId, endsAt });
  const cancel = (reservationId: string) =>
    running.mutate('cancelReservation', { reservationId, reason: 'Another plan' });

  it('begin with the reservation as it is, then tell every change in order, each once', async () => {
    const id = await reserved();
    const following = follower(id);
    const first = await following.take(1);
    await running.parkingSays(id, 'ACCEPTED');
    await confirm(id);
    await change(id, '2026-05-04T15:00:00Z');
    await cancel(id);
    const told = [...first, ...(await following.take(3))];
    expect(told.map(({ version, status }) => [version, status])).toEqual([
      [1, 'PENDING'],
      [2, 'CONFIRMED'],
      [3, 'CONFIRMED'],
      [4, 'CANCELED'],
    ]);
    await following.leave();
  });

  it('go on behind any cursor without a gap or a double, that of the beginning included', async () => {
    const id = await reserved();
    // Followed at once: the first event may be on its way still as the reservation is read.
    let following = follower(id);
    let first = await following.begin();
    while (!first.isInTime) {
      await following.leave();
      following = follower(id);
      first = await following.begin();
    }
    await running.parkingSays(id, 'ACCEPTED');
    await confirm(id);
    for (const hour of [15, 16, 17]) await change(id, `2026-05-04T${hour}:00:00Z`);
    const told = [first, ...(await following.take(4))];
    await following.leave();
    await cancel(id);
    for (const [place, { cursor }] of told.entries()) {
      const again = follower(id, cursor);
      const versions = (await again.take(6 - place - 1)).map(({ version }) => version);
      expect(versions).toEqual([2, 3, 4, 5, 6].slice(place));
      await again.leave();
    }
  });

  it('miss nothing of what happens while they begin', async () => {
    const id = await reserved();
    await running.parkingSays(id, 'ACCEPTED');
    await confirm(id);
    const hours = [15, 16, 17, 18, 19];
    const followers = Array.from({ length: 5 }, () => follower(id));
    const all = followers.map(async (one) => {
      const versions: number[] = [];
      while (versions.at(-1) !== 2 + hours.length) {
        versions.push(...(await one.take(1)).map(({ version }) => version));
      }
      return versions;
    });
    for (const hour of hours) await change(id, `2026-05-04T${hour}:00:00Z`);
    for (const versions of await Promise.all(all)) {
      expect(versions).toEqual(versions.map((_, index) => (versions[0] ?? 0) + index));
    }
    await Promise.all(followers.map((one) => one.leave()));
  });

  it('begin with a cursor that is behind all that the beginning shows, though it is told later', async () => {
    const id = await reserved();
    await running.parkingSays(id, 'ACCEPTED');
    await confirm(id);
    for (let round = 0; round < 12; round += 1) {
      const early = Array.from({ length: 4 }, () => follower(id));
      const begun = early.map((one) => one.begin());
      await change(id, `2026-05-04T${15 + (round % 2)}:00:00Z`);
      const late = follower(id);
      const firsts = await Promise.all([...begun, late.begin()]);
      await change(id, `2026-05-04T${17 + (round % 2)}:00:00Z`);
      for (const { cursor, version, isInTime } of firsts) {
        const again = follower(id, cursor);
        const [next] = await again.take(1);
        if (isInTime) expect(next?.version).toBe(version + 1);
        else expect(next?.version).toBeLessThanOrEqual(version + 1);
        await again.leave();
      }
      await Promise.all([...early, late].map((one) => one.leave()));
    }
  });

  it('are for those who may see the reservation, and for cursors of ours', async () => {
    const registration = newRegistration();
    await running.vehicle(registration, 'customer-one');
    const id = await reserved(registration);
    for (const actor of [driver, attendant]) {
      const following = follower(id, undefined, actor);
      expect(await following.take(1)).toMatchObject([{ status: 'PENDING' }]);
      await following.leave();
    }
    for (const actor of [stranger, foreigner]) {
      const refused = await follower(id, undefined, actor).next();
      expect(refused?.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
    const stale = await follower(id, 'long-ago').next();
    expect(stale?.errors?.[0]?.extensions).toMatchObject({ code: 'CURSOR_EXPIRED' });
  });
});
