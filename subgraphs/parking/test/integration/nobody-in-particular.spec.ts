import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorWith, attendant, gate, partner } from '../support/actors.js';
import { runParking, type RunningParking } from '../support/running.js';

const query = `query ($id: ID!, $of: [_Any!]!) {
  parkingSession(id: $id) { id }
  parkingSessions(first: 5) { edges { node { id } } }
  _entities(representations: $of) { ... on Vehicle {
    currentSession { id } parkingHistory(first: 5) { edges { node { id } } } } } }`;

/** Those who belong to nobody and work nowhere as staff see no stays at all, and not everybody's. */
describe('stays, to those who are nobody in particular', () => {
  let parking: RunningParking;
  let id = '';
  beforeAll(async () => {
    parking = await runParking();
    const facilityId = await parking.carPark(2);
    const parked = await parking.park({ facilityId, registration: 'HIDDEN 1' });
    id = (parked['session'] as { id: string }).id;
  });
  afterAll(() => parking.stop());

  const of = [{ __typename: 'Vehicle', registration: 'HIDDEN1' }];

  it.each([
    ['a device', gate],
    ['a partner', partner],
    ['a driver without an account of their own', actorWith('DRIVER')],
  ])('are not shown to %s', async (_who, actor) => {
    expect(await parking.data(query, { id, of }, actor)).toEqual({
      parkingSession: null,
      parkingSessions: { edges: [] },
      _entities: [{ currentSession: null, parkingHistory: { edges: [] } }],
    });
  });

  it('are shown to the staff', async () => {
    const own = { edges: [{ node: { id } }] };
    expect(await parking.data(query, { id, of }, attendant)).toEqual({
      parkingSession: { id },
      parkingSessions: own,
      _entities: [{ currentSession: { id }, parkingHistory: own }],
    });
  });
});
