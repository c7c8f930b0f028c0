import { anonymous, scopesOf, type Actor } from '@voltpark/contracts';
import { context as facilities } from '@voltpark/facilities';
import { testContext, type TestContext } from '@voltpark/kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFacilities } from '../../src/import-facilities/import.js';
import { readFacilityLines } from '../../src/import-facilities/lines.js';
import { VoltparkError, type Voltpark } from '../../src/import-facilities/voltpark.js';

const as = (role: 'ADMIN' | 'OPERATOR', tenantId: string | null): Actor => ({
  ...anonymous,
  kind: 'PERSON',
  id: `a-${role.toLowerCase()}`,
  roles: [role],
  scopes: scopesOf([role]),
  tenantId,
});

let running: TestContext;
let operator: Voltpark;

/** The public API without a gateway before it. */
const voltpark = (actor: Actor): Voltpark => ({
  async run<Data>(query: string, variables: Readonly<Record<string, unknown>>) {
    const { data, errors } = await running.ask(query, variables, actor);
    if (errors !== undefined)
      throw new VoltparkError(
        JSON.stringify(errors),
        errors.map(({ extensions }) => String(extensions?.['code'])),
      );
    return data as Data;
  },
});

beforeAll(async () => {
  running = await testContext(facilities);
  const { registerTenant } = await voltpark(as('ADMIN', null)).run<{
    registerTenant: { tenant: { id: string } };
  }>(
    `mutation { registerTenant(input: { idempotencyKey: "t", name: "Elbe Parking" }) {
      ... on TenantRegistered { tenant { id } } } }`,
    {},
  );
  operator = voltpark(as('OPERATOR', registerTenant.tenant.id));
});
afterAll(() => running.stop());

const file = (...lines: string[]) =>
  readFacilityLines(
    ['facility,name,city,capacity,address,latitude,longitude,timezone', ...lines].join('\n'),
  ).facilities;
const options = {
  tenantId: undefined,
  currency: 'EUR',
  country: 'DE',
  update: false,
  layout: false,
};
const market = 'market,Old Market,Dresden,400,Old Market 1 01067 Dresden,51.05,13.74,Europe/Berlin';
const opera = 'opera,Opera,Dresden,250,Opera Street 01067 Dresden,51.05,13.73,Europe/Berlin';

async function stored() {
  const { facilities: list } = await operator.run<{
    facilities: { edges: { node: { name: string } }[] };
  }>(
    `{ facilities(first: 100) { edges { node { name address { street postalCode city country }
      plannedCapacity { places } evPolicy currency administration { externalId version } } } } }`,
    {},
  );
  return list.edges.map(({ node }) => node);
}

describe('importing facilities', () => {
  it('registers each once, and a second run changes nothing', async () => {
    const seen: number[] = [];
    const progressed = ({ line }: { line: number }) => seen.push(line);
    const first = await importFacilities(operator, file(market, opera), { ...options, progressed });
    expect(first).toMatchObject({ registered: 2, unchanged: 0, rejects: [] });
    expect(seen).toEqual([2, 3]);
    const after = await stored();
    expect(after).toMatchObject([
      {
        name: 'Old Market',
        address: { street: 'Old Market 1', postalCode: '01067', city: 'Dresden', country: 'DE' },
        plannedCapacity: { places: 400 },
        evPolicy: 'LENIENT',
        currency: 'EUR',
        administration: { externalId: 'market', version: 1 },
      },
      { name: 'Opera', administration: { externalId: 'opera', version: 1 } },
    ]);
    const second = await importFacilities(operator, file(market, opera), options);
    expect(second).toMatchObject({ registered: 0, updated: 0, unchanged: 2, rejects: [] });
    expect(await stored()).toEqual(after);
  });

  it('leaves what is there as it is, unless asked to bring it in line', async () => {
    const grown = market.replace(',400,', ',480,');
    expect(await importFacilities(operator, file(grown), options)).toMatchObject({ unchanged: 1 });
    const updating = { ...options, update: true };
    expect(await importFacilities(operator, file(grown, opera), updating)).toMatchObject({
      updated: 1,
      unchanged: 1,
    });
    expect(await stored()).toMatchObject([{ plannedCapacity: { places: 480 } }, {}]);
  });

  it('goes on behind a line that is refused, and says why it was', async () => {
    const noZone = market.replace('market', 'mars').replace('Europe/Berlin', 'Mars/Olympus');
    const sameName = opera.replace('opera', 'opera-2');
    const last = 'last,Last,Dresden,10,Last Street 01067 Dresden,51.05,13.73,Europe/Berlin';
    const report = await importFacilities(operator, file(noZone, sameName, last), options);
    expect(report).toMatchObject({
      registered: 1,
      rejects: [
        {
          line: 2,
          externalId: 'mars',
          reason: expect.stringContaining('UnknownTimeZone') as string,
        },
        {
          line: 3,
          externalId: 'opera-2',
          reason: expect.stringContaining('FacilityNameTaken') as string,
        },
      ],
    });
  });

  it('ends at once when the one who imports may not', async () => {
    const driver = voltpark({ ...as('OPERATOR', null), roles: ['DRIVER'], scopes: [] });
    const importing = importFacilities(driver, file(market, opera), options);
    await expect(importing).rejects.toMatchObject({ codes: ['FORBIDDEN'] });
  });
});
