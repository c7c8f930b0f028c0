import { beforeAll, expect, it } from 'vitest';
import { journey } from '../support/journey.js';
import { eventually } from '../support/eventually.js';
import { type Town, type Person } from '../support/town.js';

export const tenants = journey('two tenants share the network and nothing else', (open) => {
  let town: Town;
  let ours: Person & { tenantId: string };
  let theirs: Person & { tenantId: string };
  let facilityId = '';
  beforeAll(async () => {
    town = open();
    [ours, theirs] = await Promise.all([town.operator('Ours'), town.operator('Theirs')]);
    facilityId = await town.facility(ours, {
      name: 'Ours Central',
      slots: { 'STANDARD ICE': 2 },
    });
    await town.park(facilityId, 'B-OU 1', ours);
  });

  it('the public sees the facility on the map, whoever owns it', async () => {
    const { facilities } = await town.must(
      `{ facilities(filter: { city: "Leipzig" }, first: 100) { edges { node { name } } } }`,
    );
    expect(facilities.edges).toContainEqual({ node: { name: 'Ours Central' } });
  });

  it('staff of the other tenant cannot change it, and it looks to them as if it were not there', async () => {
    expect(
      await town.do('setFacilityStatus', { facilityId, status: 'MAINTENANCE' }, '', theirs),
    ).toMatchObject({ __typename: 'NotFound' });
    const park = await town.park(facilityId, 'B-TH 1', theirs);
    expect(['NotFound', 'NotPermitted']).toContain(park['__typename']);
    const leave = await town.leave('B-OU 1', theirs);
    expect(['NotFound', 'NotPermitted', 'NotParked']).toContain(leave['__typename']);
  });

  it('staff of the other tenant do not see who is parked in it', async () => {
    const query = `query ($facilityId: ID!) {
      parkingSessions(facilityId: $facilityId, first: 10) { edges { node { registration } } }
      slots(facilityId: $facilityId, first: 10) { edges { node { number } } } }`;
    const own = await town.must(query, { facilityId }, ours);
    expect(own['parkingSessions'].edges).toEqual([{ node: { registration: 'BOU1' } }]);
    expect(own['slots'].edges).toHaveLength(2);
    const foreign = await town.must(query, { facilityId }, theirs);
    expect(foreign).toEqual({ parkingSessions: { edges: [] }, slots: { edges: [] } });
  });

  it('a facility that closes admits nobody, and says so', async () => {
    await town.do('setFacilityStatus', { facilityId, status: 'MAINTENANCE' }, '', ours);
    await eventually('parking hears of the closing', async () => {
      const parked = await town.park(facilityId, 'B-OU 2', ours);
      if (parked['__typename'] === 'VehicleParked') await town.leave('B-OU 2', ours);
      return parked['__typename'] === 'FacilityClosed';
    });
  });
});
