import { facilitiesEvents } from '@voltpark/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingsOf } from '../../src/domain/setting-catalogue.js';
import { actor, admin } from '../support/builders.js';
import {
  facilityInput,
  newKey,
  refusalFields,
  runFacilities,
  type Result,
  type RunningFacilities,
} from '../support/running.js';

let context: RunningFacilities;
beforeAll(async () => {
  context = await runFacilities();
});
afterAll(() => context.stop());

const registerTenant = `mutation ($input: RegisterTenantInput!) {
  registerTenant(input: $input) {
    __typename
    ... on TenantRegistered { tenant { id name registeredAt } }
    ... on TenantNameTaken { name }
    ... on InvalidInput { field }
    ... on IdempotencyKeyReused { idempotencyKey }
    ${refusalFields}
  }
}`;

describe('registering tenants', () => {
  it('publishes that they joined, and their settings', async () => {
    const input = { idempotencyKey: newKey(), name: 'Elbe Parking' };
    const { registerTenant: result } = await context.data<{
      registerTenant: { tenant: { id: string } };
    }>(registerTenant, { input });
    expect(result).toMatchObject({
      __typename: 'TenantRegistered',
      tenant: { name: 'Elbe Parking' },
    });
    const { id } = result.tenant;
    const events = (await context.outbox()).filter(({ tenant_id }) => tenant_id === id);
    expect(events[0]).toMatchObject({
      type: 'facilities.tenant.registered.v1',
      aggregate_version: '1',
      actor_id: admin.id,
      data: { tenantId: id, name: 'Elbe Parking' },
    });
    const seeds = events.filter(({ type }) => type === 'facilities.config.changed.v1');
    expect(seeds.map(({ aggregate_version }) => Number(aggregate_version))).toEqual(
      settingsOf('TENANT').map((_, index) => index + 1),
    );
  });

  it('refuses a name that is taken, whatever its capitals', async () => {
    await context.registerTenant('Saxon Parking');
    const input = { idempotencyKey: newKey(), name: ' SAXON  parking' };
    const { registerTenant: result } = await context.data(registerTenant, { input });
    expect(result).toMatchObject({ __typename: 'TenantNameTaken', name: 'SAXON parking' });
  });

  it('refuses a name without letters', async () => {
    const input = { idempotencyKey: newKey(), name: '  ' };
    const { registerTenant: result } = await context.data(registerTenant, { input });
    expect(result).toMatchObject({ __typename: 'InvalidInput', field: 'name' });
  });

  it('gives one name to one of ten who want it at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        context.data<{ registerTenant: Result }>(registerTenant, {
          input: { idempotencyKey: newKey(), name: 'Rush' },
        }),
      ),
    );
    const kinds = answers.map(({ registerTenant: result }) => result.__typename);
    expect(kinds.filter((kind) => kind === 'TenantRegistered')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'TenantNameTaken')).toHaveLength(9);
  });

  it('answers the same to the same key, and refuses the key for something else', async () => {
    const input = { idempotencyKey: newKey(), name: 'Once' };
    const first = await context.data(registerTenant, { input });
    expect(await context.data(registerTenant, { input })).toEqual(first);
    const other = await context.data(registerTenant, { input: { ...input, name: 'Twice' } });
    expect(other['registerTenant']).toMatchObject({ __typename: 'IdempotencyKeyReused' });
  });

  it('remembers no refusal: the same key may be granted later', async () => {
    const input = facilityInput({
      tenantId: await context.registerTenant('Patient'),
      name: 'Later',
    });
    const blocker = await context.facilityOf(input.tenantId, { name: 'Later' });
    expect(await context.registerFacility(input)).toMatchObject({
      __typename: 'FacilityNameTaken',
    });
    await context.sql(`UPDATE facility SET name_key = 'sooner' WHERE id = $1`, [blocker]);
    expect(await context.registerFacility(input)).toMatchObject({
      __typename: 'FacilityRegistered',
    });
  });

  it.each(['OPERATOR', 'ATTENDANT', 'DRIVER', 'PARTNER', 'DEVICE'] as const)(
    'is not for the role %s',
    async (role) => {
      const input = { idempotencyKey: newKey(), name: 'Mine' };
      expect(await context.codes(registerTenant, { input }, actor(role, 'tenant-1'))).toEqual([
        'FORBIDDEN',
      ]);
    },
  );
});

describe('registering facilities', () => {
  let tenantId: string;
  beforeAll(async () => {
    tenantId = await context.registerTenant('Facility Owner');
  });

  it('keeps everything that was said, and publishes it whole with the first settings', async () => {
    const input = facilityInput({
      name: 'Kongresszentrum',
      externalId: 'kongresszentrum',
      openingPeriods: [{ day: 5, opens: '06:00', closes: '02:00' }],
      specialDays: [{ date: '2026-12-25', name: 'Christmas', hours: [] }],
      capacity: [
        { size: 'STANDARD', kind: 'ICE', places: 240 },
        { size: 'STANDARD', kind: 'EV', places: 10 },
      ],
      pricingStrategy: 'EV_OPTIMIZED',
      evPolicy: 'LENIENT',
    });
    const operator = actor('OPERATOR', tenantId);
    const result = await context.registerFacility(input, operator);
    expect(result).toMatchObject({ facility: { administration: { version: 1 } } });
    const id = result.facility?.id;
    const { facility } = await context.data(
      `query ($id: ID!) { facility(id: $id) {
        id name operatorName address { street postalCode city country }
        position { latitude longitude } timeZone currency status statusReason
        plannedCapacity { places bySizeAndKind { size kind places } }
        openingPeriods { day opens closes } specialDays { date name hours { opens closes } }
        pricingStrategy evPolicy
        tenant { id name } administration { version externalId registeredAt updatedAt }
      } }`,
      { id },
      operator,
    );
    const {
      idempotencyKey: _key,
      externalId,
      capacity,
      ...said
    } = input as Record<string, unknown>;
    expect(facility).toMatchObject({
      id,
      ...said,
      operatorName: 'Facility Owner',
      status: 'ACTIVE',
      statusReason: null,
      plannedCapacity: { places: 250, bySizeAndKind: capacity },
      tenant: { id: tenantId, name: 'Facility Owner' },
      administration: { version: 1, externalId },
    });

    const events = (await context.outbox()).filter(({ aggregate_id }) => aggregate_id === id);
    expect(events[0]).toMatchObject({
      type: 'facilities.facility.registered.v1',
      aggregate_type: 'facility',
      aggregate_version: '1',
      actor_id: operator.id,
      tenant_id: tenantId,
    });
    expect(facilitiesEvents.facilityRegistered.data.parse(events[0]?.data)).toMatchObject({
      facilityId: id,
      city: 'Dresden',
      capacity,
    });
    expect(events.slice(1).map(({ data }) => data['key'])).toEqual(
      settingsOf('FACILITY').map(({ key }) => key),
    );
  });

  it.each([
    [{ position: { latitude: 91, longitude: 0 } }, { __typename: 'CoordinatesOutOfRange' }],
    [{ timeZone: 'Mars/Olympus' }, { __typename: 'UnknownTimeZone' }],
    [{ currency: 'ZZZ' }, { __typename: 'UnknownCurrency' }],
    [{ name: '' }, { __typename: 'InvalidInput', field: 'name' }],
    [{ idempotencyKey: '' }, { __typename: 'InvalidInput', field: 'idempotencyKey' }],
    [{ idempotencyKey: 'x'.repeat(129) }, { __typename: 'InvalidInput', field: 'idempotencyKey' }],
    [{ capacity: [] }, { __typename: 'InvalidInput', field: 'capacity' }],
    [{ tenantId: 'nobody' }, { __typename: 'NotFound', entity: 'Tenant', key: 'nobody' }],
    [{ tenantId: null }, { __typename: 'InvalidInput', field: 'tenantId' }],
    [
      {
        openingPeriods: [
          { day: 1, opens: '08:00', closes: '12:00' },
          { day: 1, opens: '11:00', closes: '13:00' },
        ],
      },
      { __typename: 'OverlappingOpeningPeriods', field: 'openingPeriods', secondIndex: 1 },
    ],
  ])('refuses %j and writes nothing', async (otherwise, refusal) => {
    const before = await context.outbox();
    const input = facilityInput({ tenantId, name: 'Refused', ...otherwise });
    expect(await context.registerFacility(input)).toMatchObject(refusal);
    expect(await context.outbox()).toEqual(before);
  });

  it('refuses a name and an external id that the tenant has already', async () => {
    const id = await context.facilityOf(tenantId, { name: 'Semperoper', externalId: 'semper' });
    const named = facilityInput({ tenantId, name: 'SEMPEROPER' });
    expect(await context.registerFacility(named)).toMatchObject({
      __typename: 'FacilityNameTaken',
      facilityId: id,
    });
    const numbered = facilityInput({ tenantId, name: 'Opera', externalId: 'semper' });
    expect(await context.registerFacility(numbered)).toMatchObject({
      __typename: 'ExternalIdTaken',
      facilityId: id,
    });
  });

  it('lets two tenants use the same name and the same external id', async () => {
    const other = await context.registerTenant('Another Owner');
    const input = { name: 'Terrassenufer', externalId: 'ufer' };
    const ids = [await context.facilityOf(tenantId, input), await context.facilityOf(other, input)];
    expect(new Set(ids).size).toBe(2);
  });

  it('registers once what ten ask for under one key at once', async () => {
    const input = facilityInput({ tenantId, name: 'Ten Times' });
    const results = await Promise.all(
      Array.from({ length: 10 }, () => context.registerFacility(input)),
    );
    const ids = new Set(results.map((result) => result.facility?.id));
    expect(ids.size).toBe(1);
  });

  it('gives one name to one of ten who want it at once under keys of their own', async () => {
    const results = await Promise.all(
      Array.from({ length: 10 }, () =>
        context.registerFacility(facilityInput({ tenantId, name: 'Wanted' })),
      ),
    );
    const kinds = results.map(({ __typename }) => __typename);
    expect(kinds.filter((kind) => kind === 'FacilityRegistered')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'FacilityNameTaken')).toHaveLength(9);
  });
});
