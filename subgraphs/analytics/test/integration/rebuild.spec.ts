import { contextOfType, type Envelope } from '@voltpark/contracts';
import { administer } from '@voltpark/kit/backbone';
import type { SqlExecutor } from '@voltpark/kit/database/executor';
import { testDatabase, type TestDatabase } from '@voltpark/kit/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checksums, projections, type Checksums } from '../../src/db/checksums.js';
import { factsIn } from '../../src/db/facts.js';
import { reactions } from '../../src/events/react.js';
import { rebuild } from '../../src/rebuild.js';
import * as history from '../support/history.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase('analytics');
});
afterAll(() => database.dispose());

const all = reactions(factsIn);

async function takeIn(tx: SqlExecutor, event: Envelope): Promise<void> {
  for (const { event: definition, handle } of all) {
    if (definition.type === event.type) await handle(event as Envelope<never>, tx);
  }
}

/** As the house's inbox notes it. */
const noteHeard = (tx: SqlExecutor, { aggregatetype, subject, aggregateversion }: Envelope) =>
  tx.$executeRawUnsafe(
    `INSERT INTO inbox_aggregate (consumer, aggregate_type, aggregate_id, version) VALUES ('c', $1, $2, $3::int)
     ON CONFLICT (consumer, aggregate_type, aggregate_id) DO UPDATE
       SET version = greatest(inbox_aggregate.version, excluded.version)`,
    ...[aggregatetype, subject, aggregateversion],
  );

class RolledBack extends Error {}

/** Works on empty tables and leaves them empty. */
async function tried<Result>(work: (tx: SqlExecutor) => Promise<Result>): Promise<Result> {
  const results: Result[] = [];
  await administer(database.url, async (tx) => {
    results.push(await work(tx));
    throw new RolledBack();
  }).catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error;
  });
  const [result] = results;
  if (result === undefined) throw new Error('Nothing came of it.');
  return result;
}

const contentAfter = (events: readonly Envelope[]): Promise<Checksums> =>
  tried(async (tx) => {
    for (const event of events) await takeIn(tx, event);
    return checksums(tx, 'public');
  });

const minute = fc.integer({ min: 0, max: 3_000 });
/** Events of one aggregate in their order. */
const lanes: fc.Arbitrary<readonly (readonly Envelope[])[]> = fc
  .record({
    facility: fc.integer({ min: 1, max: 3 }),
    occupancy: fc.array(fc.tuple(minute, fc.integer({ min: 0, max: 10 }), fc.boolean()), {
      maxLength: 8,
    }),
    stays: fc.array(fc.tuple(minute, fc.option(minute)), { maxLength: 4 }),
    sessions: fc.array(fc.tuple(minute, fc.option(minute)), { maxLength: 3 }),
    reservations: fc.array(fc.tuple(minute, fc.boolean()), { maxLength: 3 }),
    invoices: fc.array(fc.tuple(minute, fc.integer({ min: -9_999, max: 9_999 })), { maxLength: 4 }),
  })
  .map(({ facility, occupancy, stays, sessions, reservations, invoices }) => [
    Array.from({ length: facility }, (_, index) => history.facility(index + 1)),
    occupancy.map(([at, taken, isCounted], index) =>
      isCounted ? history.counted(index + 1, at, taken) : history.occupied(index + 1, at, taken),
    ),
    ...stays.map(([entered, stayed], index) => [
      history.parked(`stay-${index}`, entered),
      ...(stayed === null ? [] : [history.left(`stay-${index}`, entered, entered + stayed)]),
    ]),
    [history.station('station')],
    ...sessions.map(([begun, lasted], index) => [
      history.charging(`session-${index}`, begun),
      ...(lasted === null
        ? []
        : [history.charged(`session-${index}`, begun, begun + lasted, 7_500)]),
    ]),
    ...reservations.map(([at, isMade], index) =>
      history.reservation(
        `reservation-${index}`,
        at,
        ...(isMade
          ? (['Created', 'Confirmed', 'Fulfilled'] as const)
          : (['Created', 'Expired'] as const)),
      ),
    ),
    ...invoices.map(([at, net], index) => [history.issued(`invoice-${index}`, at, net)]),
    ...invoices.map(([at, net], index) => [history.paid(`payment-${index}`, at, Math.abs(net))]),
  ]);

/** Some order of all events in which each lane keeps its own, every event once and some of them again. */
function delivered(of: readonly (readonly Envelope[])[], picks: readonly number[]): Envelope[] {
  const left = of.map((lane) => [...lane]);
  const order: Envelope[] = [];
  for (let turn = 0; left.some((lane) => lane.length > 0); turn++) {
    const pick = picks[turn % picks.length] ?? 0;
    const open = left.filter((lane) => lane.length > 0);
    const next = open[pick % open.length]?.shift();
    if (next !== undefined) order.push(next);
    const again = order[pick % order.length];
    if (pick % 3 === 0 && again !== undefined) order.push(again);
  }
  return order;
}

describe('what analytics knows', () => {
  it('is the same in whatever order contexts are heard, and however often', async () => {
    const picks = fc.array(fc.nat({ max: 1_000 }), { minLength: 5, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(lanes, picks, async (of, order) => {
        expect(await contentAfter(delivered(of, order))).toEqual(await contentAfter(of.flat()));
      }),
      { numRuns: 25 },
    );
  });

  it('goes by versions where a gate tells late of what it did', async () => {
    const rows = await tried(async (tx) => {
      const told = [
        history.occupied(1, 0, 1),
        history.occupied(2, 40, 2),
        history.occupied(3, 10, 3),
      ];
      for (const event of [...told, history.occupied(4, 55, 0)]) await takeIn(tx, event);
      return tx.$queryRawUnsafe<{ taken: number }[]>(
        'SELECT (taken_ms / 60000)::int AS taken FROM occupancy_quarter ORDER BY start',
      );
    });
    // One place for 40 minutes; then three for 15, as the third count has the second in it.
    expect(rows.map(({ taken }) => taken)).toEqual([15, 15, 25, 30]);
  });

  it('differs when an event does: the checksums see it', async () => {
    const one = await contentAfter([history.parked('a', 5)]);
    const other = await contentAfter([history.parked('a', 6)]);
    const different = projections.filter((table) => one[table] !== other[table]);
    expect(different).toEqual(['stay_fact', 'event_log']);
  });
});

describe('a rebuild', () => {
  const events = [
    ...[history.facility(1), history.facility(2), history.station('station')],
    ...[history.occupied(1, 0, 2), history.occupied(2, 40, 5), history.counted(3, 90, 4)],
    ...[history.parked('a', 3), history.left('a', 3, 60), history.parked('b', 30)],
    ...[history.charging('s', 4), history.charged('s', 4, 50, 9_000)],
    ...history.reservation('r', 100, 'Created', 'Confirmed', 'NoShow'),
    ...[
      history.issued('i', 61, 1_000),
      history.issued('c', 70, -400),
      history.paid('p', 62, 1_190),
    ],
  ];
  /** Contexts from last to first: their order among each other does not matter. */
  async function* archives(source: string, types: readonly string[], of = events) {
    for (const event of of) {
      if (contextOfType(event.type) === source && types.includes(event.type)) {
        yield await Promise.resolve(event);
      }
    }
  }
  const live = (of: readonly Envelope[]) =>
    administer(database.url, async (tx) => {
      for (const table of [...projections, 'inbox_aggregate', 'rebuilt_aggregate']) {
        await tx.$executeRawUnsafe(`DELETE FROM ${table}`);
      }
      for (const event of of) {
        await takeIn(tx, event);
        await noteHeard(tx, event);
      }
    });
  const run = (replace: boolean) =>
    administer(database.url, (tx) => rebuild(tx, archives, { replace }));

  it('comes to the identical content', async () => {
    await live(events);
    const report = await run(false);
    expect(report).toMatchObject({ events: events.length, ahead: 0, unheard: 0, different: [] });
    expect(report.rebuilt).toEqual(report.live);
    expect(report.live.occupancy_quarter).not.toMatch(/^0:/);
  });

  it('goes as far as the running context and no further, so that it compares like with like', async () => {
    await live(events.filter((event) => event.type !== 'parking.vehicle.left.v1'));
    expect(await run(false)).toMatchObject({ ahead: 1, different: [] });
  });

  it('finds what is wrong and changes nothing when it only verifies', async () => {
    await live(events);
    await administer(database.url, (tx) =>
      tx.$executeRawUnsafe(`UPDATE stay_fact SET left_at = NULL`),
    );
    expect(await run(false)).toMatchObject({ different: ['stay_fact'] });
    expect(await run(false)).toMatchObject({ different: ['stay_fact'] });
  });

  it('puts right what was wrong, and what was lost with a stream', async () => {
    await live(events.slice(6));
    const repaired = await run(true);
    expect(repaired).toMatchObject({ unheard: 6 });
    expect(repaired.different).toContain('occupancy_quarter');
    expect(await run(false)).toMatchObject({ unheard: 0, different: [] });
  });
});
