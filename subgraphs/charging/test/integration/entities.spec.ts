import { anonymous, type Actor } from '@voltpark/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  admin,
  attendant,
  device,
  driver,
  operator,
  otherDevice,
  otherDriver,
  partner,
  stranger,
} from '../support/actors.js';
import { runCharging, type RunningCharging } from '../support/running.js';

let charging: RunningCharging;
let here: Awaited<ReturnType<RunningCharging['charging']>>;
beforeAll(async () => {
  charging = await runCharging();
  here = await charging.charging();
});
afterAll(() => charging.stop());

const entities = async (representation: object, fields: string, actor: Actor = operator) =>
  charging.ask(
    `query ($of: [_Any!]!) { _entities(representations: $of) { ${fields} } }`,
    { of: [representation] },
    actor,
  );

const entity = async (representation: object, fields: string, actor: Actor = operator) => {
  const { data, errors } = await entities(representation, fields, actor);
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return (data as { _entities: (Record<string, unknown> | null)[] })._entities[0];
};

/** Who may see a session of a driver at a station, and who may not. */
const may = [driver, attendant, operator, device, admin];
const mayNot = [otherDriver, stranger, otherDevice, partner];

describe('entities', () => {
  it('a facility has its stations, for everybody', async () => {
    const of = { __typename: 'Facility', id: here.facilityId };
    const fields = '... on Facility { stations(first: 5) { edges { node { id } } } }';
    for (const actor of [anonymous, driver, stranger]) {
      expect(await entity(of, fields, actor)).toEqual({
        stations: { edges: [{ node: { id: here.stationId } }] },
      });
    }
    expect(await entity({ ...of, id: 'unheard-of' }, fields)).toBeNull();
  });

  it('a station and its connectors are for everybody, the session on it is not', async () => {
    const of = { __typename: 'Station', id: here.stationId };
    const fields = '... on Station { chargers { connectors { status session { id } } } }';
    for (const actor of [...may, ...mayNot, anonymous]) {
      const seen = may.includes(actor) ? { id: here.sessionId } : null;
      expect(await entity(of, fields, actor)).toMatchObject({
        chargers: [{ connectors: [{ status: 'CHARGING', session: seen }, { session: null }] }],
      });
    }
  });

  it('a session is for its driver, the staff and the devices there', async () => {
    const of = { __typename: 'ChargingSession', id: here.sessionId };
    const fields = '... on ChargingSession { id registration parkingSession { id } }';
    for (const actor of may) {
      expect(await entity(of, fields, actor)).toMatchObject({
        parkingSession: { id: here.stay.sessionId },
      });
    }
    for (const actor of [...mayNot, anonymous]) {
      expect(await entity(of, fields, actor)).toBeNull();
    }
  });

  it('a stay and a vehicle have their sessions, as far as one may see them', async () => {
    const stay = { __typename: 'ParkingSession', id: here.stay.sessionId };
    const vehicle = { __typename: 'Vehicle', registration: here.stay.registration };
    const ofStay = `... on ParkingSession { chargingSessions(first: 5) { edges { node { id } } }
      chargingProposal { id } }`;
    const ofVehicle = `... on Vehicle { currentCharging { id }
      chargingHistory(first: 5) { edges { node { id } } } }`;
    const node = { id: here.sessionId };
    for (const actor of may) {
      expect(await entity(stay, ofStay, actor)).toMatchObject({
        chargingSessions: { edges: [{ node }] },
        chargingProposal: { id: expect.any(String) },
      });
      expect(await entity(vehicle, ofVehicle, actor)).toEqual({
        currentCharging: node,
        chargingHistory: { edges: [{ node }] },
      });
    }
    for (const actor of mayNot) {
      expect(await entity(stay, ofStay, actor)).toEqual({
        chargingSessions: { edges: [] },
        chargingProposal: null,
      });
      expect(await entity(vehicle, ofVehicle, actor)).toEqual({
        currentCharging: null,
        chargingHistory: { edges: [] },
      });
    }
    const { errors } = await entities(vehicle, ofVehicle, anonymous);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await entity({ ...vehicle, registration: 'NOBODY9' }, ofVehicle)).toBeNull();
  });
});

describe('lists of sessions', () => {
  const list = async (args: string, actor: Actor = operator) => {
    const answered = await charging.data<{
      chargingSessions: { edges: { node: { id: string } }[]; pageInfo: { endCursor: string } };
    }>(
      `{ chargingSessions(${args}) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`,
      {},
      actor,
    );
    return {
      ids: answered.chargingSessions.edges.map(({ node }) => node.id),
      ...answered.chargingSessions.pageInfo,
    };
  };

  it('hold what one may see, and no more', async () => {
    const args = `stationId: "${here.stationId}", first: 10`;
    for (const actor of may) {
      expect((await list(args, actor)).ids).toEqual([here.sessionId]);
    }
    for (const actor of mayNot) expect((await list(args, actor)).ids).toEqual([]);
    const query = '{ chargingSessions(first: 1) { edges { node { id } } } }';
    const { errors } = await charging.ask(query, {}, anonymous);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('are read page by page, the latest first, by what they have in common', async () => {
    const { stay, connectorId, facilityId, sessionId } = await charging.charging();
    const sessions = [sessionId];
    for (let more = 0; more < 2; more += 1) {
      await charging.stopCharging(sessions[0] ?? '');
      const again = await charging.start({ connectorId, parkingSessionId: stay.sessionId });
      sessions.unshift((again['session'] as { id: string }).id);
    }
    const of = `facilityId: "${facilityId}"`;
    const first = await list(`${of}, first: 2`);
    const second = await list(`${of}, first: 2, after: "${first.endCursor}"`);
    expect([...first.ids, ...second.ids]).toEqual(sessions);
    expect((await list(`${of}, open: true, first: 5`)).ids).toEqual(sessions.slice(0, 1));
    expect((await list(`${of}, open: false, first: 5`)).ids).toEqual(sessions.slice(1));
    const registration = stay.registration.toLowerCase();
    expect((await list(`registration: "${registration}", first: 5`)).ids).toEqual(sessions);
    await expect(list('first: 101')).rejects.toThrow('between 1 and 100');
  });
});

describe('mutations of stations', () => {
  it.each([
    [
      'registerStation',
      'idempotencyKey: "k", facilityId: "f", name: "n", chargers: []',
      [driver, attendant, device, partner],
    ],
    ['updateStation', 'stationId: "s"', [driver, attendant, device, partner]],
    [
      'setStationStatus',
      'stationId: "s", status: MAINTENANCE',
      [driver, attendant, device, partner],
    ],
    ['stationHeartbeat', 'stationId: "s"', [driver, attendant, partner]],
    [
      'reportConnectorStatus',
      'connectorId: "c", status: "Available"',
      [driver, attendant, partner],
    ],
  ])('%s is not for everybody', async (name, input, others) => {
    const mutation = `mutation { ${name}(input: { ${input} }) { __typename } }`;
    for (const actor of others) {
      const { errors } = await charging.ask(mutation, {}, actor);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    }
    const { errors } = await charging.ask(mutation, {}, anonymous);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
