import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { device, driver, operator, otherDriver, stranger } from '../support/actors.js';
import { caughtUp } from '../support/live.js';
import { progressFields, runMetering, type RunningMetering } from '../support/metering.js';

let charging: RunningMetering;
beforeAll(async () => {
  charging = await runMetering();
});
afterAll(() => charging?.stop());

/** For what happens by itself, in one of the next rounds. */
const timeout = 30_000;
const begin = { minute: 0, wh: 50_000, context: 'TRANSACTION_BEGIN' };
/** So many minutes of charging with 60 kW. */
const minutes = (from: number, to: number, words: object = {}) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    minute: from + index,
    wh: 50_000 + (from + index) * 1_000,
    powerW: 60_000,
    ...words,
  }));

describe('a session’s course', () => {
  it('begins with the first energy, and is told of', async () => {
    const session = await charging.session();
    await session.reads([begin]);
    expect(await session.progress()).toMatchObject({ status: 'PENDING' });
    await session.reads(minutes(1, 1));
    const told = await session.events('session.updated');
    expect(told.at(-1)?.data).toMatchObject({ status: 'ACTIVE', energyWh: 1_000, powerW: 60_000 });
  });

  it('is told of at most every two seconds, and the last state in the end', async () => {
    const session = await charging.session();
    await session.reads([begin, ...minutes(1, 1)]);
    const before = (await session.events('session.updated')).length;
    // The clock stands: each of these comes at once.
    for (const second of [1, 2, 3, 4, 5]) {
      await session.reads([{ minute: 1 + second / 60_000, wh: 51_000 + second }]);
    }
    expect((await session.events('session.updated')).length).toBe(before);
    charging.clock.advance(1);
    await expect
      .poll(async () => (await session.events('session.updated')).at(-1)?.data, { timeout })
      .toMatchObject({ energyWh: 1_005 });
  });

  it('tells once that the battery has its 80 %', async () => {
    const session = await charging.session();
    await session.reads([begin, { minute: 1, wh: 51_000, soc: 79 }]);
    await session.reads([{ minute: 2, wh: 52_000, soc: 80 }]);
    await session.reads([{ minute: 3, wh: 53_000, soc: 81 }]);
    const told = await session.events('soc.threshold_reached');
    expect(told.map(({ data }) => data)).toMatchObject([
      { thresholdPercent: 80, energyWh: 2_000, socPercent: 80 },
    ]);
  });

  it('tells once when the vehicle goes idle, and from when on that costs something', async () => {
    const session = await charging.session();
    await session.reads([begin, ...minutes(1, 5)]);
    await session.reads([{ minute: 6, wh: 55_000, powerW: 0 }]);
    expect(await session.events('session.idle_started')).toEqual([]);
    await session.reads([{ minute: 7, wh: 55_000, powerW: 0 }]);
    await session.reads([{ minute: 8, wh: 55_000, powerW: 0 }]);
    const told = await session.events('session.idle_started');
    const instant = (minute: number) =>
      new Date(session.startedAt.getTime() + minute * 60_000).toISOString();
    expect(told.map(({ data }) => data)).toMatchObject([
      { idleSince: instant(5), feeFrom: instant(15), energyWh: 5_000 },
    ]);
    expect(await session.progress()).toMatchObject({ isIdle: true, idleSince: instant(5) });
  });

  it('tells how long it will take', async () => {
    const session = await charging.session({ targets: { energyWh: 10_000 } });
    await session.reads([begin, ...minutes(1, 4)]);
    expect(await session.progress()).toMatchObject({ secondsRemaining: 360 });
  });
});

describe('a limit', () => {
  it('stops charging at the reading that reached it', async () => {
    const session = await charging.session({ targets: { socPercent: 50 } });
    await session.reads([begin, ...minutes(1, 3, { soc: 49 })]);
    await session.reads([...minutes(4, 4, { soc: 50 }), ...minutes(5, 6, { soc: 51 })]);
    const stoppedAt = new Date(session.startedAt.getTime() + 4 * 60_000).toISOString();
    expect(await session.progress()).toMatchObject({ stopReason: 'TARGET_SOC', stoppedAt });
    const told = await session.events('session.updated');
    expect(told.at(-1)?.data).toMatchObject({ stop: { reason: 'TARGET_SOC', at: stoppedAt } });
  });

  it('of money is reached by the price that will be paid', async () => {
    // 39 cents a kWh and a fifth of tax: the third kWh makes it more than 1.40.
    const session = await charging.session({ targets: { costInclTax: '1.40' } });
    await session.reads([begin, ...minutes(1, 6)]);
    const stoppedAt = new Date(session.startedAt.getTime() + 3 * 60_000).toISOString();
    expect(await session.progress()).toMatchObject({ stopReason: 'COST_LIMIT', stoppedAt });
  });

  it('of time is reached without a reading, too', async () => {
    const session = await charging.session({ targets: { durationSeconds: 300 } });
    await session.reads([begin, ...minutes(1, 2)]);
    charging.clock.advance(10);
    await expect
      .poll(() => session.progress(), { timeout })
      .toMatchObject({ stopReason: 'TIME_LIMIT' });
  });

  it('and a driver who stops at the same moment stop charging once', async () => {
    const session = await charging.session({ targets: { energyWh: 3_000 } });
    await session.reads([begin, ...minutes(1, 2)]);
    charging.clock.advance(1);
    await Promise.all([
      charging.record(session.told(minutes(3, 3))),
      charging.stopCharging(session.id, {}, driver),
    ]);
    const told = await session.events('session.updated');
    const stops = new Set(told.map(({ data }) => JSON.stringify(data['stop'])));
    expect(stops.size).toBe(2);
    expect(stops.has('null')).toBe(true);
    const all = await session.events();
    expect(all.map((event) => event.aggregate_version)).toEqual(all.map((_, index) => index + 1));
  });
});

describe('the record of a session', () => {
  it('costs what it cost so far, with its trace', async () => {
    const session = await charging.session();
    await session.reads([begin, ...minutes(1, 3)]);
    const running = await session.progress();
    await session.unplugged(3);
    const [completed] = await session.events('session.completed');
    expect(completed?.data).toMatchObject({
      revision: 1,
      energyWh: 3_000,
      cost: running['cost'],
      periods: [{ energy_wh: 1_000 }, { energy_wh: 1_000 }, { energy_wh: 1_000 }],
    });
  });

  it('has no periods, and so no price, when no energy ever flowed', async () => {
    const session = await charging.session();
    await session.reads([begin]);
    await session.unplugged(10);
    const [completed] = await session.events('session.completed');
    expect(completed?.data).toMatchObject({ energyWh: 0, periods: [] });
    expect(completed?.data).toMatchObject({ cost: { exclTax: '0.00', inclTax: '0.00' } });
  });

  it('is corrected by readings that come after the end', async () => {
    const session = await charging.session();
    await session.reads([begin, ...minutes(1, 2)]);
    await session.unplugged(10);
    const late = session.told(minutes(3, 9));
    await charging.record(late);
    const corrected = await session.events('session.corrected');
    expect(corrected.map(({ data }) => data)).toMatchObject([
      { revision: 2, energyWh: 9_000, reason: expect.stringContaining('energy 2000 → 9000 Wh') },
    ]);
    await charging.record(late);
    expect(await session.events('session.corrected')).toHaveLength(1);
    expect(await session.progress()).toMatchObject({ energyWh: 9_000 });
  });

  it('does not change for readings that belong to nobody: they are kept aside', async () => {
    const session = await charging.session();
    await session.reads([begin, ...minutes(1, 2)]);
    await session.unplugged(3);
    charging.clock.advance(60);
    const answer = await charging.record(session.told([{ minute: 30, wh: 90_000 }]));
    expect(answer).toMatchObject({
      keptAsideCount: 1,
      exceptions: [{ outcome: 'KEPT_ASIDE', reason: 'AFTER_END' }],
    });
    expect(await session.events('session.corrected')).toEqual([]);
  });

  it('takes the register of a second stop, and stops once', async () => {
    const session = await charging.session();
    await session.reads([begin, ...minutes(1, 2)]);
    const at = charging.clock.now().toISOString();
    await charging.stopCharging(session.id, { meterWh: 52_000, at }, device);
    await charging.stopCharging(session.id, { meterWh: 52_010, at }, device);
    const stops = await charging.sql(
      'SELECT outcome FROM stop_report WHERE session_id = $1 ORDER BY id',
      [session.id],
    );
    expect(stops).toEqual([{ outcome: 'STOPPED' }, { outcome: 'REPEATED' }]);
  });
});

describe('chargeProgress', () => {
  const query = `subscription ($id: ID!, $after: String) { chargeProgress(sessionId: $id, after: $after) {
    kind cursor version status stopReason endedAt ${progressFields.replace('idleSince', '')}
    session { id registration } } }`;
  interface Payload extends Record<string, unknown> {
    readonly kind: string;
    readonly cursor: string;
    readonly version: number;
  }

  function follow(id: string, after: string | null = null, actor = driver) {
    const payloads = charging.subscribe(query, { id, after }, actor);
    return {
      async next(): Promise<Payload | null> {
        const { value, done } = await payloads.next();
        if (done === true) return null;
        if (value.errors !== undefined) throw new Error(value.errors[0]?.message);
        return (value.data as { chargeProgress: Payload }).chargeProgress;
      },
      leave: () => payloads.return?.(),
    };
  }

  it('shows how things stand, then every change, and ends with the final state', async () => {
    const session = await charging.session();
    await session.reads([begin, ...minutes(1, 1, { soc: 20 })]);
    await caughtUp(charging, query, session.id, driver);
    const { next } = follow(session.id);
    const first = await next();
    expect(first).toMatchObject({
      kind: 'SNAPSHOT',
      status: 'ACTIVE',
      energyWh: 1_000,
      socPercent: 20,
      session: { id: session.id },
    });
    await session.reads(minutes(2, 2, { soc: 21 }));
    const second = await next();
    expect(second).toMatchObject({ kind: 'CHANGE', energyWh: 2_000, socPercent: 21 });
    expect(second?.version).toBe((first?.version ?? 0) + 1);
    await session.unplugged(3);
    const last = await next();
    expect(last).toMatchObject({ status: 'COMPLETED', energyWh: 2_000, stopReason: 'UNPLUGGED' });
    expect(last?.['cost']).toEqual(second?.['cost']);
    expect(await next()).toBeNull();

    const resumed = follow(session.id, first?.cursor);
    expect((await resumed.next())?.version).toBe(second?.version);
    expect((await resumed.next())?.version).toBe(last?.version);
    expect(await resumed.next()).toBeNull();
    const behind = follow(session.id, last?.cursor);
    expect(await behind.next()).toBeNull();
  });

  it('ends for those who have seen the end, also before it is noted where that stands', async () => {
    const session = await charging.session();
    await session.reads([begin, ...minutes(1, 1)]);
    const { next } = follow(session.id);
    await next();
    await session.unplugged(2);
    const last = await next();
    expect(last).toMatchObject({ status: 'COMPLETED' });
    // As it is for a moment: followers see an event before the relay hears that it was published.
    const place = 'UPDATE outbox SET stream_seq = $2 WHERE key = $1 AND aggregate_version = $3';
    const noted = async () => {
      const [row] = await charging.sql<{ seq: string | null }>(
        'SELECT stream_seq AS seq FROM outbox WHERE key = $1 AND aggregate_version = $2',
        [session.id, last?.version],
      );
      return row?.seq;
    };
    const seq = await vi.waitUntil(noted, { timeout, interval: 20 });
    await charging.sql(place, [session.id, null, last?.version]);
    const behind = follow(session.id, last?.cursor).next();
    for (let request = 0; request < 2; request += 1) await session.progress();
    await charging.sql(place, [session.id, seq, last?.version]);
    expect(await behind).toBeNull();
  });

  it('is shown to the driver and the staff there, and to nobody else', async () => {
    const session = await charging.session();
    const staff = follow(session.id, null, operator);
    expect(await staff.next()).toMatchObject({ kind: 'SNAPSHOT' });
    await staff.leave();
    for (const actor of [otherDriver, stranger]) {
      await expect(follow(session.id, null, actor).next()).rejects.toThrow('There is no session');
    }
  });
});

describe('readings of a session', () => {
  it('are listed, the latest first', async () => {
    const session = await charging.session();
    await session.reads([begin, ...minutes(1, 3)]);
    const query = `query ($id: ID!, $after: String) { chargingSession(id: $id) { readings(first: 2, after: $after) {
      edges { node { at context seqNo registerWh powerW } } pageInfo { hasNextPage endCursor } } } }`;
    type Page = {
      chargingSession: {
        readings: {
          edges: { node: { registerWh: number; context: string } }[];
          pageInfo: { endCursor: string; hasNextPage: boolean };
        };
      };
    };
    const first = await charging.data<Page>(query, { id: session.id }, driver);
    const { edges, pageInfo } = first.chargingSession.readings;
    expect(edges.map(({ node }) => node.registerWh)).toEqual([53_000, 52_000]);
    const after = pageInfo.endCursor;
    const second = await charging.data<Page>(query, { id: session.id, after }, driver);
    const rest = second.chargingSession.readings;
    expect(rest.edges.map(({ node }) => node.context)).toEqual([
      'SAMPLE_PERIODIC',
      'TRANSACTION_BEGIN',
    ]);
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });
});
