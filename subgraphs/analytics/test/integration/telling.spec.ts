import { administer } from '@voltpark/kit/backbone';
import type { SqlExecutor } from '@voltpark/kit/database/executor';
import { testDatabase, type TestDatabase } from '@voltpark/kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Ports } from '../../src/application/ports.js';
import { tellDays, tellKpis } from '../../src/application/tell.js';
import { factsIn } from '../../src/db/facts.js';
import { readsOver } from '../../src/db/reads.js';
import { tellingOver } from '../../src/db/telling.js';
import { publishing } from '../../src/events/publish.js';
import { reactions } from '../../src/events/react.js';
import * as history from '../support/history.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase('analytics');
});
afterAll(() => database.dispose());

let now: Date;
const clock = { now: () => now };
const inside = <Result>(work: (tx: SqlExecutor) => Promise<Result>) =>
  administer(database.url, work);

/** Every statement on a connection of its own, as a pool would have it. */
const db: SqlExecutor = {
  $queryRawUnsafe: (sql, ...values) => inside((tx) => tx.$queryRawUnsafe(sql, ...values)),
  $executeRawUnsafe: (sql, ...values) => inside((tx) => tx.$executeRawUnsafe(sql, ...values)),
};
const ports: Ports = {
  clock,
  reads: readsOver(db, clock.now),
  telling: tellingOver(inside, () => {}, clock.now),
};
const tells = publishing({
  actor: { kind: 'SYSTEM', id: 'system', roles: [], scopes: [], tenantId: null, customerId: null },
});
let tellOfDays: ReturnType<typeof tellDays>;
const tellOfKpis = tellKpis(ports, tells);

const heard = (events: readonly ReturnType<typeof history.parked>[]) =>
  inside(async (tx) => {
    for (const event of events) {
      const reaction = reactions(factsIn).find((each) => each.event.type === event.type);
      await reaction?.handle(event as never, tx);
    }
  });

interface Told {
  readonly type: string;
  readonly version: number;
  readonly data: Readonly<Record<string, unknown>>;
}
const told = () =>
  db.$queryRawUnsafe<Told[]>(
    'SELECT type, aggregate_version::int AS version, data FROM outbox ORDER BY outbox.position',
  );

/** Somebody wants to tell while another has the turn; meanwhile something happens. */
async function waits(turn: readonly [string, string], tell: () => Promise<unknown>): Promise<void> {
  const telling = await inside(async (tx) => {
    await tx.$executeRawUnsafe('SELECT pg_advisory_xact_lock(hashtext($1), hashtext($2))', ...turn);
    const begun = tell();
    await vi.waitFor(async () => {
      const waiting = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
      expect(await db.$queryRawUnsafe<unknown[]>(waiting)).toHaveLength(1);
    }, 30_000);
    await heard([history.parked('meanwhile', 20)]);
    return [begun];
  });
  await Promise.all(telling);
}

beforeEach(async () => {
  now = new Date(history.at(300));
  tellOfDays = tellDays(ports, tells);
  for (const table of ['outbox', 'kpi_told', 'day_summary', 'facility_fact', 'stay_fact']) {
    await db.$executeRawUnsafe(`DELETE FROM ${table}`);
  }
  await heard([history.facility(), history.parked('a', 10), history.left('a', 10, 70)]);
});

describe('key figures', () => {
  it('are told when they are others, and not again when only time has passed', async () => {
    await tellOfKpis([history.facilityId]);
    now = new Date(history.at(301));
    await tellOfKpis([history.facilityId]);
    expect(await told()).toMatchObject([{ version: 1, data: { openStays: 0, exitsToday: 0 } }]);
    await heard([history.parked('b', 300)]);
    await tellOfKpis([history.facilityId]);
    expect((await told())[1]).toMatchObject({ version: 2, data: { openStays: 1 } });
  });

  it('are told once, whoever tells at the same time', async () => {
    await Promise.all([1, 2, 3].map(() => tellOfKpis([history.facilityId])));
    expect(await told()).toHaveLength(1);
  });

  it('are those of now, however long another told of them before', async () => {
    const turn = ['kpis', history.facilityId] as const;
    await waits(turn, () => tellOfKpis([history.facilityId]));
    expect(await told()).toMatchObject([{ version: 1, data: { openStays: 1 } }]);
  });

  it('are not told of a facility that nobody has told us of', async () => {
    await tellOfKpis(['unknown']);
    expect(await told()).toEqual([]);
  });
});

describe('a day', () => {
  const ofDay = async (date: string) => (await told()).filter(({ data }) => data['date'] === date);

  it('is told two hours after its end, once', async () => {
    // The local day ends at minute 180.
    now = new Date(history.at(299));
    await tellOfDays([]);
    expect(await ofDay('2026-03-28')).toEqual([]);
    now = new Date(history.at(300));
    await tellOfDays([]);
    await tellOfDays([]);
    expect(await ofDay('2026-03-28')).toMatchObject([
      { type: 'analytics.operations.summarised.v1', version: 1, data: { entries: 1, exits: 1 } },
    ]);
  });

  it('is told again in a new version when something late changed it', async () => {
    await tellOfDays([]);
    await heard([history.parked('late', 20)]);
    // Who has looked at a day looks again where something happened, and who has just started looks at all.
    await tellOfDays([]);
    expect(await ofDay('2026-03-28')).toHaveLength(1);
    await tellOfDays([history.facilityId]);
    expect(await ofDay('2026-03-28')).toMatchObject([
      { version: 1, data: { entries: 1 } },
      { version: 2, data: { entries: 2 } },
    ]);
    await heard([history.parked('later', 30)]);
    await tellDays(ports, tells)([]);
    expect((await ofDay('2026-03-28')).at(-1)).toMatchObject({ version: 3, data: { entries: 3 } });
  });

  it('is told as it is now, however long another told of it before', async () => {
    const date = '2026-03-28';
    await waits(['day', `${history.facilityId} ${date}`], () => tellOfDays([]));
    expect(await ofDay(date)).toMatchObject([{ version: 1, data: { entries: 2 } }]);
  });
});
