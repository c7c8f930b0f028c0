import { anonymous, parkingEvents, type EventDefinition } from '@voltpark/contracts';
import { PrismaPg } from '@prisma/adapter-pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFacilities } from '../../src/db/facility-search.js';
import { Prisma, PrismaClient } from '../../src/db/generated/client.js';
import type { Db } from '../../src/db/saving.js';
import { publicReach } from '@voltpark/kit/reach';
import { distanceMetres } from '../../src/domain/geography.js';
import { runFacilities, type RunningFacilities } from '../support/running.js';

let context: RunningFacilities;
let tenantId: string;
let prisma: PrismaClient;
const ids = new Map<string, string>();
const centre = { latitude: 51.05, longitude: 13.74 };

/** Facilities in and around Dresden, in the order of their distance from its centre. */
const places = [
  ['Altmarkt', 51.0507, 13.7418, 'Dresden'],
  ['Semperoper', 51.0554, 13.734, 'Dresden'],
  ['Kaditz', 51.0813, 13.691, 'Dresden'],
  ['Meissen Dom', 51.166, 13.4705, 'Meißen'],
  ['Berlin Mitte', 52.52, 13.405, 'Berlin'],
  ['Suva Harbour', -18.13, 179.999, 'Suva'],
  ['Taveuni', -16.8, -179.98, 'Taveuni'],
] as const;

beforeAll(async () => {
  context = await runFacilities();
  prisma = new PrismaClient({
    adapter: new PrismaPg({ connectionString: context.databaseUrl, max: 2 }),
  });
  tenantId = await context.registerTenant('Elbe Parking');
  for (const [name, latitude, longitude, city] of places) {
    const address = { street: 'Somewhere 1', postalCode: '', city, country: 'DE' };
    const input = { name, address, position: { latitude, longitude } };
    ids.set(name, await context.facilityOf(tenantId, input));
  }
});
afterAll(async () => {
  await prisma.$disconnect();
  await context.stop();
});

interface Page {
  readonly edges: {
    readonly cursor: string;
    readonly distanceMetres: number | null;
    readonly node: { readonly name: string };
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const query = `query ($filter: FacilityFilter, $orderBy: FacilityOrder, $first: Int!, $after: String) {
  facilities(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    edges { cursor distanceMetres node { name operatorName } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;
const find = async (variables: object): Promise<Page> => {
  const all = { first: 100, ...variables };
  return (await context.data<{ facilities: Page }>(query, all, anonymous)).facilities;
};
const namesOf = ({ edges }: Page) => edges.map(({ node }) => node.name);

describe('the map', () => {
  it('finds what lies within a circle, the nearest first, with its distance', async () => {
    const page = await find({ filter: { near: { ...centre, radiusMetres: 10_000 } } });
    expect(namesOf(page)).toEqual(['Altmarkt', 'Semperoper', 'Kaditz']);
    for (const [index, { distanceMetres: metres }] of page.edges.entries()) {
      const [, latitude, longitude] = places[index] ?? ['', 0, 0];
      expect(metres).toBe(Math.round(distanceMetres(centre, { latitude, longitude })));
    }
  });

  it('looks across 180°', async () => {
    const near = { latitude: -17.5, longitude: -179.999, radiusMetres: 200_000 };
    expect(namesOf(await find({ filter: { near } })).toSorted()).toEqual([
      'Suva Harbour',
      'Taveuni',
    ]);
  });

  it('finds by city, however it is written, and by tenant', async () => {
    expect(namesOf(await find({ filter: { city: ' MEISSEN'.replace('SS', 'ß') } }))).toEqual([
      'Meissen Dom',
    ]);
    expect(namesOf(await find({ filter: { city: 'dresden' } }))).toHaveLength(3);
    expect(namesOf(await find({ filter: { tenantId: 'nobody' } }))).toEqual([]);
    expect(namesOf(await find({ filter: { tenantId } }))).toHaveLength(places.length);
  });

  it.each(['NAME', 'DISTANCE'] as const)(
    'is read page by page by %s, each once',
    async (orderBy) => {
      const filter = { near: { ...centre, radiusMetres: 500_000 } };
      const whole = await find({ filter, orderBy });
      const read: string[] = [];
      let after: string | null = null;
      for (let hasNextPage = true; hasNextPage;) {
        const page: Page = await find({ filter, orderBy, first: 2, after });
        read.push(...namesOf(page));
        ({ hasNextPage, endCursor: after } = page.pageInfo);
      }
      expect(read).toEqual(namesOf(whole));
      expect(read).toHaveLength(5);
    },
  );

  it('goes by name without a point to measure from', async () => {
    const names = namesOf(await find({}));
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b)));
    expect((await find({})).edges[0]?.distanceMetres).toBeNull();
  });

  it.each([
    [{ orderBy: 'DISTANCE' }],
    [{ filter: { near: { latitude: 91, longitude: 0, radiusMetres: 10 } } }],
    [{ filter: { near: { ...centre, radiusMetres: 0 } } }],
    [{ filter: { near: { ...centre, radiusMetres: 500_001 } } }],
    [{ first: 101 }],
    [{ first: 0 }],
    [{ first: -1 }],
    [{ after: 'nonsense' }],
  ])('refuses %j', async (variables) => {
    expect(await context.codes(query, { first: 10, ...variables }, anonymous)).toEqual([
      'BAD_USER_INPUT',
    ]);
  });

  it('leaves out what is out of business, unless asked for', async () => {
    const facilityId = await context.facilityOf(tenantId, { name: 'Closed For Good' });
    await context.data(
      `mutation ($input: SetFacilityStatusInput!) { setFacilityStatus(input: $input) { __typename } }`,
      { input: { facilityId, status: 'INACTIVE' } },
    );
    expect(namesOf(await find({}))).not.toContain('Closed For Good');
    expect(namesOf(await find({ filter: { status: ['INACTIVE'] } }))).toEqual(['Closed For Good']);
  });

  it('uses the index on positions for its box', async () => {
    await context.sql(`INSERT INTO facility
      SELECT 'many-' || n, tenant_id, NULL, 'Many ' || n, 'many ' || n, street, postal_code, city, 'far away', country,
        -60 + (n % 100) / 10.0, (n / 100) / 10.0, time_zone, currency, capacity, opening_periods, special_days,
        pricing_strategy, ev_policy, 'INACTIVE', NULL, 1, now(), now()
      FROM facility, generate_series(1, 20000) AS n WHERE name = 'Altmarkt'`);
    await context.sql('ANALYZE facility');
    // The very statement of the store, caught on its way to the database.
    let statement: Prisma.Sql | undefined;
    const caught = {
      $queryRaw: (text: TemplateStringsArray, ...values: Prisma.Sql[]) => {
        statement = Prisma.sql(text, ...values);
        return Promise.resolve([]);
      },
    } as unknown as Db;
    const criteria = { city: null, statuses: ['ACTIVE', 'INACTIVE'], tenantId: null } as const;
    const near = { ...centre, radiusMetres: 5_000 };
    const slice = { orderBy: 'DISTANCE', limit: 21, after: null } as const;
    await findFacilities(caught, { ...criteria, near, hasFree: null }, slice, publicReach);
    const plan = await prisma.$queryRaw`EXPLAIN (ANALYZE) ${statement}`;
    expect(JSON.stringify(plan)).toContain('facility_position');
  });
});

describe('free places on the map', () => {
  const counts = (...free: [size: 'STANDARD' | 'LARGE', kind: 'ICE' | 'EV', free: number][]) =>
    free.map(([size, kind, count]) => ({
      ...{ size, kind, free: count, total: 100 },
      ...{ occupied: 0, reserved: 0, maintenance: 0 },
    }));

  /** Lets a report of parking arrive; the map needs only a part of it. */
  const receive = (event: EventDefinition, facilityId: string, version: number, data: object) =>
    context.hears(event, { facilityId, ...data }, version);
  const { occupancyCounted, slotOccupied, slotReleased, slotsLaidOut } = parkingEvents;
  const free = async (hasFree: object) => namesOf(await find({ filter: { hasFree } })).toSorted();

  it('are known by size and kind; a vehicle fits its own size and larger', async () => {
    const altmarkt = ids.get('Altmarkt') ?? '';
    const kaditz = ids.get('Kaditz') ?? '';
    await receive(slotsLaidOut, altmarkt, 1, {
      counts: counts(['STANDARD', 'ICE', 2], ['STANDARD', 'EV', 0]),
    });
    await receive(slotOccupied, kaditz, 4, {
      counts: counts(['LARGE', 'EV', 1], ['STANDARD', 'ICE', 0]),
    });
    expect(await free({})).toEqual(['Altmarkt', 'Kaditz']);
    expect(await free({ kind: 'EV' })).toEqual(['Kaditz']);
    expect(await free({ size: 'STANDARD' })).toEqual(['Altmarkt', 'Kaditz']);
    expect(await free({ size: 'LARGE' })).toEqual(['Kaditz']);
    expect(await free({ size: 'STANDARD', kind: 'ICE' })).toEqual(['Altmarkt']);
  });

  it('are those of the latest report, in whatever order reports arrive', async () => {
    const semper = ids.get('Semperoper') ?? '';
    const reports = [
      [5, 1],
      [7, 0],
      [6, 3],
      [5, 1],
    ] as const;
    for (const [version, places] of reports) {
      await receive(slotReleased, semper, version, {
        counts: counts(['LARGE', 'ICE', places]),
      });
    }
    expect(await free({ size: 'LARGE', kind: 'ICE' })).not.toContain('Semperoper');
    await receive(slotReleased, semper, 8, { counts: counts(['STANDARD', 'EV', 1]) });
    expect(
      await context.sql('SELECT size, free FROM free_places WHERE facility_id = $1', [semper]),
    ).toEqual([{ size: 'STANDARD', free: 1 }]);
  });

  it('of a mere counter count for every kind that was built', async () => {
    const meissen = ids.get('Meissen Dom') ?? '';
    await receive(occupancyCounted, meissen, 1, { counts: [], free: 12 });
    expect(await free({ size: 'COMPACT', kind: 'ICE' })).toContain('Meissen Dom');
    expect(await free({ kind: 'EV' })).not.toContain('Meissen Dom');
    await receive(occupancyCounted, meissen, 2, { counts: [], free: 0 });
    expect(await free({ size: 'COMPACT', kind: 'ICE' })).not.toContain('Meissen Dom');
  });

  it('of a facility that nobody registered say nothing', async () => {
    await receive(occupancyCounted, 'unheard-of', 1, { counts: [], free: 12 });
    expect(await context.sql(`SELECT 1 FROM free_places WHERE facility_id = 'unheard-of'`)).toEqual(
      [],
    );
  });
});
