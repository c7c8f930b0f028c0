import { contextOfType, type Envelope } from '@voltpark/contracts';
import { administer } from '@voltpark/kit/backbone';
import type { SqlExecutor } from '@voltpark/kit/database/executor';
import { testDatabase, type TestDatabase } from '@voltpark/kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgetOld } from '../../src/application/forget-old.js';
import { projections } from '../../src/db/checksums.js';
import { factsIn } from '../../src/db/facts.js';
import { readsOver } from '../../src/db/reads.js';
import { retentionOver } from '../../src/db/retention.js';
import { limits } from '../../src/domain/limits.js';
import { reactions } from '../../src/events/react.js';
import { rebuild } from '../../src/rebuild.js';
import * as history from '../support/history.js';

const day = 24 * 60;
const days = 60;
const perDay = 8;
const samples = days * perDay;
const logDays = 40;
/** Rows that are removed at once: much less than there are. */
const rows = 50;

const story: readonly Envelope[] = [
  history.facility(),
  ...Array.from({ length: samples }, (_, index) =>
    index % 2 === 0
      ? history.occupied(index + 1, (index * day) / perDay, index % 11)
      : history.counted(index + 1, (index * day) / perDay, index % 7),
  ),
  ...Array.from({ length: days }, (_, index) => history.parked(`stay-${index}`, index * day)),
];

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase('analytics');
});
afterAll(() => database.dispose());

const inside = <Result>(work: (tx: SqlExecutor) => Promise<Result>) =>
  administer(database.url, work);
/** Every statement on a connection of its own, as a pool would have it. */
const db: SqlExecutor = {
  $queryRawUnsafe: (sql, ...values) => inside((tx) => tx.$queryRawUnsafe(sql, ...values)),
  $executeRawUnsafe: (sql, ...values) => inside((tx) => tx.$executeRawUnsafe(sql, ...values)),
};
let now: Date;
const clock = { now: () => now };
const forget = forgetOld({ reads: readsOver(db, clock.now), clock }, retentionOver(db), {
  logDays,
});

const all = reactions(factsIn);
const takeIn = (events: readonly Envelope[]) =>
  inside(async (tx) => {
    for (const event of events) {
      for (const { event: definition, handle } of all) {
        if (definition.type === event.type) await handle(event as Envelope<never>, tx);
      }
      await tx.$executeRawUnsafe(
        `INSERT INTO inbox_aggregate (consumer, aggregate_type, aggregate_id, version) VALUES ('c', $1, $2, $3::int)
         ON CONFLICT (consumer, aggregate_type, aggregate_id) DO UPDATE
           SET version = greatest(inbox_aggregate.version, excluded.version)`,
        ...[event.aggregatetype, event.subject, event.aggregateversion],
      );
    }
  });
const count = async (from: string): Promise<number> => {
  const [row] = await db.$queryRawUnsafe<{ n: number }[]>(`SELECT count(*)::int AS n FROM ${from}`);
  return row?.n ?? -1;
};
const quarters = () =>
  db.$queryRawUnsafe<object[]>(
    `SELECT start, known_ms::text, taken_ms::text FROM occupancy_quarter ORDER BY start`,
  );
const verify = (events: readonly Envelope[], replace = false) =>
  inside((tx) =>
    rebuild(
      tx,
      async function* (source, types) {
        for (const event of events) {
          const isAsked = contextOfType(event.type) === source && types.includes(event.type);
          if (isAsked) yield await Promise.resolve(event);
        }
      },
      { replace },
    ),
  );

beforeEach(async () => {
  await inside(async (tx) => {
    for (const table of [...projections, 'pruned', 'inbox_aggregate', 'rebuilt_aggregate'])
      await tx.$executeRawUnsafe(`DELETE FROM ${table}`);
  });
  now = new Date(history.at(days * day));
  await takeIn(story);
});

describe('what is past its time', () => {
  it('is removed, and what it added up to stays', async () => {
    const before = await quarters();
    expect(await forget()).toBeGreaterThan(rows);
    expect(await count('occupancy_sample')).toBe(limits.sampleDays * perDay);
    expect(await count(`event_log WHERE type = 'parking.vehicle.parked.v1'`)).toBe(logDays);
    expect(await count('stay_fact')).toBe(days);
    expect(await quarters()).toEqual(before);
    expect(await forget()).toBe(0);
  });

  it('keeps the latest sample of a facility, however old, so that history goes on from it', async () => {
    const later = history.occupied(samples + 1, (days + 90) * day, 3);
    now = new Date(history.at((days + 90) * day + 60));
    await forget();
    expect(await count('occupancy_sample')).toBe(1);
    await takeIn([later]);
    const [{ different }, known] = [await verify([...story, later]), await quarters()];
    expect(different).toEqual([]);
    // The last was a counter's, believed for a day: from three hours before the end on.
    expect(known.length).toBe((days + 1) * 96 - 12);
  });

  it('is missed by nobody who verifies, and comes and goes again with a rebuild', async () => {
    await forget();
    expect(await verify(story)).toMatchObject({ different: [], unheard: 0 });
    await inside((tx) =>
      tx.$executeRawUnsafe(`DELETE FROM occupancy_sample WHERE version = ${samples - 5}`),
    );
    expect(await verify(story)).toMatchObject({ different: ['occupancy_sample'] });
    await verify(story, true);
    expect(await count('occupancy_sample')).toBe(samples);
    expect(await verify(story)).toMatchObject({ different: [] });
    await forget();
    expect(await count('occupancy_sample')).toBe(limits.sampleDays * perDay);
    expect(await verify(story)).toMatchObject({ different: [] });
  });

  it('adds nothing when it is delivered again', async () => {
    await forget();
    const before = await quarters();
    await takeIn(story.slice(1, 20));
    expect(await quarters()).toEqual(before);
  });
});
