import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attendant, operator } from '../support/actors.js';
import { newKey, runAccounts, type Driver, type RunningAccounts } from '../support/running.js';

let accounts: RunningAccounts;
let anna: Driver;
let ben: Driver;
beforeAll(async () => {
  accounts = await runAccounts();
  anna = await accounts.signUp();
  ben = await accounts.signUp();
});
afterAll(() => accounts.stop());

const registered = `... on VehicleRegistered { vehicle {
    id registration registrationAsWritten type make model colour size isElectric connectorTypes batteryWh status
    owner { id } } }
  ... on RegistrationTaken { registration } ... on InvalidInput { field } ... on LimitReached { limit }`;

const register = (input: object, actor: Driver = anna) =>
  accounts.call('registerVehicle', { idempotencyKey: newKey(), ...input }, registered, actor);

const publishedOf = async (vehicleId: string) =>
  (await accounts.outbox()).filter(({ aggregate_id }) => aggregate_id === vehicleId);

describe('registering a vehicle', () => {
  it('normalises the registration, keeps the original, and publishes it', async () => {
    const answered = await register({
      registration: ' dd-vp 123e ',
      make: ' Renault ',
      model: 'Zoe',
      colour: 'Blue',
      isElectric: true,
      connectorTypes: ['IEC_62196_T2', 'IEC_62196_T2_COMBO', 'IEC_62196_T2'],
      batteryWh: 52_000,
    });
    expect(answered).toMatchObject({
      __typename: 'VehicleRegistered',
      vehicle: {
        registration: 'DDVP123E',
        registrationAsWritten: 'dd-vp 123e',
        type: 'CAR',
        make: 'Renault',
        colour: 'blue',
        size: 'STANDARD',
        connectorTypes: ['IEC_62196_T2', 'IEC_62196_T2_COMBO'],
        status: 'ACTIVE',
        owner: { id: anna.customerId },
      },
    });
    const { id } = answered['vehicle'] as { id: string };
    expect(await publishedOf(id)).toEqual([
      {
        type: 'accounts.vehicle.linked.v1',
        aggregate_id: id,
        aggregate_version: '1',
        data: {
          vehicleId: id,
          registration: 'DDVP123E',
          customerId: anna.customerId,
          previousCustomerId: null,
          size: 'STANDARD',
          isElectric: true,
          make: 'Renault',
          model: 'Zoe',
          colour: 'blue',
          active: true,
          connectorTypes: ['IEC_62196_T2', 'IEC_62196_T2_COMBO'],
          batteryWh: 52_000,
        },
      },
    ]);
  });

  it.each([
    ['MOTORCYCLE', 'COMPACT'],
    ['VAN', 'STANDARD'],
    ['TRUCK', 'LARGE'],
    ['BUS', 'LARGE'],
  ])('gives a %s the size %s', async (type, size) => {
    const answered = await register({ registration: `SIZE ${type.slice(0, 6)}`, type });
    expect(answered).toMatchObject({ vehicle: { type, size } });
  });

  it('refuses a registration of somebody else without a word of whose it is', async () => {
    await register({ registration: 'TAKEN 1' });
    const refused = await register({ registration: 'ta-ken 1' }, ben);
    expect(refused).toEqual({
      __typename: 'RegistrationTaken',
      message: 'The registration TAKEN1 is registered already.',
      registration: 'TAKEN1',
    });
  });

  it.each([
    [{ registration: '-' }, 'registration'],
    [{ registration: 'A'.repeat(13) }, 'registration'],
    [{ registration: 'ÄÖ 1 \u0000' }, 'registration'],
    [{ make: 'x'.repeat(61) }, 'make'],
    [{ colour: 'black\u0007' }, 'colour'],
    [{ batteryWh: 52_000 }, 'batteryWh'],
    [{ connectorTypes: ['CHADEMO'] }, 'connectorTypes'],
    [{ isElectric: true, batteryWh: 50 }, 'batteryWh'],
    [{ idempotencyKey: '' }, 'idempotencyKey'],
  ])('refuses %j', async (wrong, field) => {
    const answered = await register({ registration: 'WRONG 1', ...wrong });
    expect(answered).toMatchObject({ __typename: 'InvalidInput', field });
  });

  it('registers once when the same key comes ten times at once', async () => {
    const input = { registration: 'ONCE 1', idempotencyKey: newKey() };
    const answers = await Promise.all(Array.from({ length: 10 }, () => register(input)));
    const ids = answers.map((answer) => (answer['vehicle'] as { id: string }).id);
    expect(new Set(ids).size).toBe(1);
    expect(await publishedOf(ids[0] ?? '')).toHaveLength(1);
  });

  it('refuses a key that was used for another vehicle', async () => {
    const idempotencyKey = newKey();
    await register({ registration: 'KEY 1', idempotencyKey });
    expect((await register({ registration: 'KEY 2', idempotencyKey })).__typename).toBe(
      'IdempotencyKeyReused',
    );
  });

  it('does not keep a refusal under its key: the same request may be granted later', async () => {
    const id = await accounts.vehicleOf(ben, 'LATER 1');
    const input = { registration: 'LATER 1', idempotencyKey: newKey() };
    expect((await register(input)).__typename).toBe('RegistrationTaken');
    await accounts.call('retireVehicle', { vehicleId: id }, '', ben);
    expect((await register(input)).__typename).toBe('VehicleRegistered');
  });

  it('gives a registration that eight customers want at once to one of them', async () => {
    const customers = await Promise.all(Array.from({ length: 8 }, () => accounts.signUp()));
    for (const registration of ['RACE 1', 'RACE 2', 'RACE 3']) {
      const answers = await Promise.all(
        customers.map((customer) => register({ registration }, customer)),
      );
      expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
        ...Array.from({ length: 7 }, () => 'RegistrationTaken'),
        'VehicleRegistered',
      ]);
    }
  });

  it('is held by the database too: two active vehicles cannot bear one registration', async () => {
    await accounts.vehicleOf(anna, 'INDEX 1');
    await expect(
      accounts.sql(`INSERT INTO vehicle SELECT gen_random_uuid(), registration, registration_as_written, type,
        make, model, colour, size, is_electric, connector_types, battery_wh, customer_id, status, registered_at,
        version FROM vehicle WHERE registration = 'INDEX1'`),
    ).rejects.toThrow('vehicle_registration_active');
  });

  it('stops at fifty vehicles in use, also when many come at once', async () => {
    const collector = await accounts.signUp();
    for (let index = 0; index < 45; index += 1) {
      await accounts.vehicleOf(collector, `COLL ${index}`);
    }
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        register({ registration: `COLL X${index}` }, collector),
      ),
    );
    const refused = answers.filter(({ __typename }) => __typename === 'LimitReached');
    expect(refused).toHaveLength(3);
    expect(refused[0]).toMatchObject({ limit: 50 });
  });
});

describe('changing a vehicle', () => {
  const updated = `... on VehicleUpdated { vehicle { make colour isElectric connectorTypes batteryWh size } }
    ... on InvalidInput { field }`;

  it('changes what is named, forgets what is null, and publishes the whole', async () => {
    const vehicleId = await accounts.vehicleOf(anna, 'CHANGE 1', { make: 'VW', colour: 'red' });
    const answered = await accounts.call(
      'updateVehicle',
      { vehicleId, colour: 'GREEN', make: null },
      updated,
      anna,
    );
    expect(answered).toMatchObject({ vehicle: { make: null, colour: 'green' } });
    const [, second] = await publishedOf(vehicleId);
    expect(second).toMatchObject({
      type: 'accounts.vehicle.updated.v1',
      aggregate_version: '2',
      data: { colour: 'green', make: null, customerId: anna.customerId, active: true },
    });
  });

  it('stays quiet when nothing differs', async () => {
    const vehicleId = await accounts.vehicleOf(anna, 'QUIET 1', { colour: 'red' });
    await accounts.call('updateVehicle', { vehicleId, colour: ' Red ' }, updated, anna);
    expect(await publishedOf(vehicleId)).toHaveLength(1);
  });

  it('forgets connectors and battery of what is not electric any more', async () => {
    const vehicleId = await accounts.vehicleOf(anna, 'ELECTRIC 1', {
      isElectric: true,
      connectorTypes: ['CHADEMO'],
      batteryWh: 24_000,
    });
    const answered = await accounts.call(
      'updateVehicle',
      { vehicleId, isElectric: false },
      updated,
      anna,
    );
    expect(answered).toMatchObject({
      vehicle: { isElectric: false, connectorTypes: [], batteryWh: null },
    });
  });

  it('does not find the vehicle of somebody else, a made-up one, or what is no id', async () => {
    const vehicleId = await accounts.vehicleOf(anna, 'MINE 1');
    for (const id of [vehicleId, '01890000-0000-7000-8000-000000000000', 'x', 'nul\u0000']) {
      const answered = await accounts.call('updateVehicle', { vehicleId: id, make: 'X' }, '', ben);
      expect(answered.__typename).toBe('NotFound');
    }
  });

  it('numbers the events of one vehicle without gaps when changes come at once', async () => {
    const vehicleId = await accounts.vehicleOf(anna, 'VERSION 1');
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        accounts.call('updateVehicle', { vehicleId, model: `Model ${index}` }, '', anna),
      ),
    );
    const versions = (await publishedOf(vehicleId)).map((row) => Number(row.aggregate_version));
    expect(versions).toEqual(versions.map((_, index) => index + 1));
  });
});

describe('retiring a vehicle', () => {
  it('frees its registration and tells so, once', async () => {
    const vehicleId = await accounts.vehicleOf(anna, 'RETIRE 1');
    for (let round = 0; round < 2; round += 1) {
      const answered = await accounts.call(
        'retireVehicle',
        { vehicleId },
        '... on VehicleRetired { vehicle { status } }',
        anna,
      );
      expect(answered).toMatchObject({ vehicle: { status: 'RETIRED' } });
    }
    expect((await publishedOf(vehicleId)).map(({ data }) => data['active'])).toEqual([true, false]);
    expect((await register({ registration: 'RETIRE 1' }, ben)).__typename).toBe(
      'VehicleRegistered',
    );
  });

  it('leaves nothing to change or to offer', async () => {
    const vehicleId = await accounts.vehicleOf(anna, 'RETIRE 2');
    await accounts.call('retireVehicle', { vehicleId }, '', anna);
    for (const mutation of ['updateVehicle', 'offerVehicleTransfer']) {
      const answered = await accounts.call(mutation, { vehicleId }, '', anna);
      expect(answered.__typename).toBe('VehicleAlreadyRetired');
    }
  });
});

describe('finding vehicles', () => {
  const find = `query ($registration: String, $id: ID) {
    vehicle(registration: $registration, id: $id) { id registration owner { id displayName email } } }`;

  it('finds one by its registration in any writing, or by its id', async () => {
    const id = await accounts.vehicleOf(anna, 'FIND 1');
    for (const variables of [{ registration: 'find-1' }, { registration: ' FIND 1' }, { id }]) {
      const { vehicle } = await accounts.data(find, variables, anna);
      expect(vehicle).toMatchObject({ id, registration: 'FIND1', owner: { email: anna.email } });
    }
  });

  it('asks for one way of finding it', async () => {
    expect(await accounts.codes(find, {}, anna)).toEqual(['BAD_USER_INPUT']);
    expect(await accounts.codes(find, { id: 'x', registration: 'Y 1' }, anna)).toEqual([
      'BAD_USER_INPUT',
    ]);
  });

  it('searches by type, status, drive and the beginning of the registration, page by page', async () => {
    const tenantId = await accounts.tenant();
    for (const [index, type] of ['CAR', 'CAR', 'BUS', 'CAR', 'CAR'].entries()) {
      await accounts.vehicleOf(ben, `SEARCH ${index}`, { type, isElectric: index === 1 });
    }
    const query = `query ($filter: VehicleFilter, $first: Int!, $after: String) {
      searchVehicles(filter: $filter, first: $first, after: $after) {
        edges { node { registration } } pageInfo { hasNextPage endCursor } } }`;
    type Page = {
      searchVehicles: {
        edges: { node: { registration: string } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    };
    const search = async (filter: object, first = 10, after?: string) =>
      (await accounts.data<Page>(query, { filter, first, after }, attendant(tenantId)))
        .searchVehicles;
    const registrations = ({ edges }: Page['searchVehicles']) =>
      edges.map(({ node }) => node.registration);

    const filter = { registrationPrefix: 'sea-rch', type: 'CAR', status: 'ACTIVE' };
    const first = await search(filter, 3);
    expect(registrations(first)).toEqual(['SEARCH0', 'SEARCH1', 'SEARCH3']);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await search(filter, 3, first.pageInfo.endCursor);
    expect(registrations(second)).toEqual(['SEARCH4']);
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect(registrations(await search({ registrationPrefix: 'SEARCH', isElectric: true }))).toEqual(
      ['SEARCH1'],
    );
    expect(
      registrations(await search({ registrationPrefix: 'SEARCH', status: 'RETIRED' })),
    ).toEqual([]);
    expect(registrations(await search({ registrationPrefix: '%' }))).toEqual([]);
    expect(await accounts.codes(query, { first: 101 }, operator(tenantId))).toEqual([
      'BAD_USER_INPUT',
    ]);
    expect(
      await accounts.codes(query, { first: 1, after: 'nonsense' }, operator(tenantId)),
    ).toEqual(['BAD_USER_INPUT']);
  });

  it('lists a driver’s own vehicles, retired ones included', async () => {
    const own = await accounts.signUp();
    const retired = await accounts.vehicleOf(own, 'LIST 1');
    await accounts.vehicleOf(own, 'LIST 2');
    await accounts.call('retireVehicle', { vehicleId: retired }, '', own);
    const { myVehicles } = await accounts.data(
      '{ myVehicles(first: 10) { edges { node { registration status } } } }',
      {},
      own,
    );
    expect(myVehicles).toEqual({
      edges: [
        { node: { registration: 'LIST1', status: 'RETIRED' } },
        { node: { registration: 'LIST2', status: 'ACTIVE' } },
      ],
    });
  });
});
