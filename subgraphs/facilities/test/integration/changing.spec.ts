import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actor, admin } from '../support/builders.js';
import {
  refusalFields,
  runFacilities,
  type Result,
  type RunningFacilities,
} from '../support/running.js';

let context: RunningFacilities;
let tenantId: string;
beforeAll(async () => {
  context = await runFacilities();
  tenantId = await context.registerTenant('Elbe Parking');
});
afterAll(() => context.stop());

async function update(input: object, by = admin): Promise<Result> {
  const { updateFacility } = await context.data<{ updateFacility: Result }>(
    `mutation ($input: UpdateFacilityInput!) {
      updateFacility(input: $input) {
        __typename
        ... on FacilityUpdated {
          facility { name city: address { city } timeZone evPolicy administration { version externalId } }
        }
        ... on FacilityChanged { expectedVersion currentVersion }
        ... on FacilityNameTaken { facilityId }
        ... on ExternalIdTaken { facilityId }
        ... on NotFound { entity key }
        ... on InvalidInput { field }
        ${refusalFields}
      }
    }`,
    { input },
    by,
  );
  return updateFacility;
}

async function setStatus(input: object, by = admin): Promise<Result> {
  const { setFacilityStatus } = await context.data<{ setFacilityStatus: Result }>(
    `mutation ($input: SetFacilityStatusInput!) {
      setFacilityStatus(input: $input) {
        __typename
        ... on FacilityStatusSet { facility { status statusReason isOpen administration { version } } }
        ... on FacilityStatusNotAllowed { from to allowed }
        ... on FacilityChanged { expectedVersion currentVersion }
        ... on NotFound { entity key }
        ... on InvalidInput { field }
        ${refusalFields}
      }
    }`,
    { input },
    by,
  );
  return setFacilityStatus;
}

const eventsOf = async (facilityId: string) =>
  (await context.outbox()).filter(
    ({ aggregate_type, aggregate_id }) =>
      aggregate_type === 'facility' && aggregate_id === facilityId,
  );

describe('updating a facility', () => {
  it('changes what is said, leaves the rest, and publishes the whole', async () => {
    const facilityId = await context.facilityOf(tenantId, { name: 'A', externalId: 'a' });
    const operator = actor('OPERATOR', tenantId);
    const changes = { name: 'A Street', evPolicy: 'LENIENT', timeZone: null };
    expect(await update({ facilityId, expectedVersion: 1, ...changes }, operator)).toMatchObject({
      __typename: 'FacilityUpdated',
      facility: {
        name: 'A Street',
        evPolicy: 'LENIENT',
        timeZone: 'Europe/Berlin',
        administration: { version: 2, externalId: 'a' },
      },
    });
    expect((await eventsOf(facilityId)).at(-1)).toMatchObject({
      type: 'facilities.facility.updated.v1',
      aggregate_version: '2',
      actor_id: operator.id,
      data: { name: 'A Street', evPolicy: 'LENIENT', city: 'Dresden', status: 'ACTIVE' },
    });
  });

  it('publishes nothing when nothing changes', async () => {
    const facilityId = await context.facilityOf(tenantId, { name: 'B' });
    expect(await update({ facilityId, name: 'B' })).toMatchObject({
      facility: { administration: { version: 1 } },
    });
    expect(await eventsOf(facilityId)).toHaveLength(1);
  });

  it.each([
    [{ name: ' ' }, { __typename: 'InvalidInput', field: 'name' }],
    [{ position: { latitude: 0, longitude: 181 } }, { __typename: 'CoordinatesOutOfRange' }],
    [{ timeZone: 'Berlin' }, { __typename: 'UnknownTimeZone' }],
    [{ expectedVersion: 7 }, { __typename: 'FacilityChanged', currentVersion: 1 }],
    [{ capacity: [] }, { __typename: 'InvalidInput', field: 'capacity' }],
    [{ facilityId: 'nothing' }, { __typename: 'NotFound', entity: 'Facility', key: 'nothing' }],
    [
      {
        openingPeriods: [
          { day: 7, opens: '20:00', closes: '04:00' },
          { day: 1, opens: '03:00', closes: '13:00' },
        ],
      },
      { __typename: 'OverlappingOpeningPeriods' },
    ],
  ])('refuses %j', async (changes, refusal) => {
    const name = `Refuses ${JSON.stringify(changes)}`.slice(0, 100);
    const facilityId = await context.facilityOf(tenantId, { name });
    expect(await update({ facilityId, ...changes })).toMatchObject(refusal);
    expect(await eventsOf(facilityId)).toHaveLength(1);
  });

  it('refuses the name and the external id of another facility, not its own', async () => {
    const first = await context.facilityOf(tenantId, { name: 'First', externalId: 'first' });
    const second = await context.facilityOf(tenantId, { name: 'Second' });
    expect(await update({ facilityId: second, name: 'FIRST' })).toMatchObject({
      __typename: 'FacilityNameTaken',
      facilityId: first,
    });
    expect(await update({ facilityId: second, externalId: 'first' })).toMatchObject({
      __typename: 'ExternalIdTaken',
      facilityId: first,
    });
    expect(await update({ facilityId: first, name: 'first', externalId: 'first' })).toMatchObject({
      __typename: 'FacilityUpdated',
    });
  });

  it('lets one of ten win who start from the same version, and counts without gaps', async () => {
    const facilityId = await context.facilityOf(tenantId, { name: 'Contended' });
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        update({ facilityId, expectedVersion: 1, name: `Contended ${index}` }),
      ),
    );
    const kinds = results.map(({ __typename }) => __typename);
    expect(kinds.filter((kind) => kind === 'FacilityUpdated')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'FacilityChanged')).toHaveLength(9);
  });

  it('takes ten changes at once, one after the other, when nobody minds the version', async () => {
    const facilityId = await context.facilityOf(tenantId, { name: 'Busy' });
    await Promise.all([
      ...Array.from({ length: 5 }, (_, index) => update({ facilityId, name: `Busy ${index}` })),
      ...Array.from({ length: 5 }, (_, index) =>
        setStatus({ facilityId, status: 'MAINTENANCE', reason: `work ${index}` }),
      ),
    ]);
    const versions = (await eventsOf(facilityId)).map((row) => Number(row.aggregate_version));
    expect(versions).toEqual(Array.from({ length: 11 }, (_, index) => index + 1));
  });
});

describe('the status of a facility', () => {
  it('closes it for a reason, and opens it again', async () => {
    const facilityId = await context.facilityOf(tenantId, { name: 'Closable' });
    const closing = { facilityId, status: 'MAINTENANCE', reason: 'new roof', expectedVersion: 1 };
    expect(await setStatus(closing)).toMatchObject({
      facility: { status: 'MAINTENANCE', statusReason: 'new roof', isOpen: false },
    });
    expect(await setStatus({ facilityId, status: 'ACTIVE' })).toMatchObject({
      facility: {
        status: 'ACTIVE',
        statusReason: null,
        isOpen: true,
        administration: { version: 3 },
      },
    });
    expect((await eventsOf(facilityId)).map(({ type, data }) => [type, data['status']])).toEqual([
      ['facilities.facility.registered.v1', 'ACTIVE'],
      ['facilities.facility.status_changed.v1', 'MAINTENANCE'],
      ['facilities.facility.status_changed.v1', 'ACTIVE'],
    ]);
  });

  it('does not go from out of business to maintenance', async () => {
    const facilityId = await context.facilityOf(tenantId, { name: 'Gone' });
    await setStatus({ facilityId, status: 'INACTIVE' });
    expect(await setStatus({ facilityId, status: 'MAINTENANCE' })).toMatchObject({
      __typename: 'FacilityStatusNotAllowed',
      from: 'INACTIVE',
      to: 'MAINTENANCE',
      allowed: ['ACTIVE'],
    });
  });

  it.each([
    [{ expectedVersion: 9 }, { __typename: 'FacilityChanged', currentVersion: 1 }],
    [{ reason: 'x'.repeat(201) }, { __typename: 'InvalidInput', field: 'reason' }],
    [{ facilityId: 'nothing' }, { __typename: 'NotFound' }],
  ])('is not set by %j', async (input, refusal) => {
    const name = `Status ${JSON.stringify(input)}`.slice(0, 100);
    const facilityId = await context.facilityOf(tenantId, { name });
    expect(await setStatus({ facilityId, status: 'INACTIVE', ...input })).toMatchObject(refusal);
  });
});

describe('the database', () => {
  it('keeps no version that was not held', async () => {
    await expect(context.sql(`UPDATE facility SET version = 0`)).rejects.toThrow(
      /facility_version/,
    );
  });
});
