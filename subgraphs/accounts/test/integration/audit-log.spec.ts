import { facilitiesEvents, parkingEvents, type Actor } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { testNats } from '@voltpark/kit/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { operator as operatorOf } from '../support/actors.js';
import { runNeighbour, type Neighbour } from '../support/neighbour.js';
import { goodPassword, newKey, runAccounts, type RunningAccounts } from '../support/running.js';

let accounts: RunningAccounts;
let nats: Awaited<ReturnType<typeof testNats>>;
let facilities: Neighbour;
let parking: Neighbour;
beforeAll(async () => {
  nats = await testNats();
  facilities = await runNeighbour('facilities', nats.url);
  parking = await runNeighbour('parking', nats.url);
  accounts = await runAccounts({ natsUrl: nats.url });
});
afterAll(async () => {
  await accounts.stop();
  await facilities.stop();
  await parking.stop();
  await nats.stop();
});

const timeout = 15_000;
/** Waits until the log tells this of a thing. */
const told = (action: string, entityId: string) =>
  vi.waitUntil(
    async () => (await accounts.audit(action)).find(({ entity_id }) => entity_id === entityId),
    { timeout, interval: 20 },
  );

interface Entries {
  readonly auditLog: {
    readonly edges: {
      readonly node: {
        action: string;
        actorId: string;
        entityId: string;
        tenantId: string | null;
        changes: { field: string; previous: string | null; value: string | null }[];
      };
    }[];
    readonly pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}

const log = async (actor: Actor, filter: object = {}, first = 100, after?: string) =>
  (
    await accounts.data<Entries>(
      `query ($filter: AuditFilter, $first: Int!, $after: String) {
        auditLog(filter: $filter, first: $first, after: $after) {
          edges { node { action actorId entityId tenantId changes { field previous value } } }
          pageInfo { hasNextPage endCursor } } }`,
      { filter, first, after },
      actor,
    )
  ).auditLog;

async function registerTenant(name: string): Promise<string> {
  const tenantId = newId();
  const of = {
    aggregateType: 'tenant',
    aggregateId: tenantId,
    tenantId,
    actorId: accounts.admin.id,
  };
  await facilities.publish(facilitiesEvents.tenantRegistered, { tenantId, name }, of);
  await told('facilities.tenant.registered', tenantId);
  return tenantId;
}

describe('a tenant that facilities registered', () => {
  it('can have staff from then on', async () => {
    const tenantId = await registerTenant('City Garages');
    const staff = await accounts.staffOf(tenantId, 'OPERATOR');
    expect(staff.tenantId).toBe(tenantId);
  });
});

describe('the audit log', () => {
  it('tells who did what, and of personal fields only that they changed', async () => {
    const driver = await accounts.signUp();
    const vehicleId = await accounts.vehicleOf(driver, 'AUDIT 1', { colour: 'red' });
    await accounts.call('updateVehicle', { vehicleId, colour: 'blue', size: 'LARGE' }, '', driver);
    const { edges } = await log(accounts.admin, { entityId: vehicleId });
    expect(edges.map(({ node }) => node)).toEqual([
      {
        action: 'accounts.vehicle.updated',
        actorId: driver.id,
        entityId: vehicleId,
        tenantId: null,
        changes: [
          { field: 'colour', previous: null, value: null },
          { field: 'size', previous: '"STANDARD"', value: '"LARGE"' },
        ],
      },
      expect.objectContaining({ action: 'accounts.vehicle.registered' }),
    ]);
    const [first] = await accounts.audit('accounts.vehicle.registered');
    expect(first?.correlation_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(await accounts.audit())).not.toContain('AUDIT1');
  });

  it('has an entry for every kind of change, and none for what was refused', async () => {
    const driver = await accounts.signUp();
    const other = await accounts.signUp();
    const tenantId = await accounts.tenant();
    const vehicleId = await accounts.vehicleOf(driver, 'AUDIT 2');
    await accounts.call('offerVehicleTransfer', { vehicleId }, '', driver);
    await accounts.call('cancelVehicleTransfer', { vehicleId }, '', driver);
    await accounts.call('retireVehicle', { vehicleId }, '', other);
    await accounts.call('retireVehicle', { vehicleId }, '', driver);
    await accounts.call('updateProfile', { displayName: 'Another Name' }, '', driver);
    await accounts.call(
      'changePassword',
      { currentPassword: goodPassword, newPassword: 'staple battery horse' },
      '',
      driver,
    );
    const { id: staffId } = await accounts.staffOf(tenantId, 'ATTENDANT');
    await accounts.call('setStaffRoles', { staffId, roles: ['OPERATOR'] }, '', accounts.admin);
    await accounts.call('deactivateStaff', { staffId }, '', accounts.admin);
    const ofVehicle = await log(accounts.admin, { entityId: vehicleId });
    expect(ofVehicle.edges.map(({ node }) => node.action)).toEqual([
      'accounts.vehicle.retired',
      'accounts.vehicle.transfer_cancelled',
      'accounts.vehicle.transfer_offered',
      'accounts.vehicle.registered',
    ]);
    const ofStaff = await log(accounts.admin, { entityId: staffId });
    expect(ofStaff.edges.map(({ node }) => [node.action, node.tenantId])).toEqual([
      ['accounts.staff.deactivated', tenantId],
      ['accounts.staff.roles_set', tenantId],
      ['accounts.staff.invitation_accepted', tenantId],
      ['accounts.staff.invited', tenantId],
    ]);
    const ofCustomer = await log(accounts.admin, { entityId: driver.customerId });
    expect(ofCustomer.edges.map(({ node }) => node.action)).toEqual([
      'accounts.customer.profile_updated',
      'accounts.customer.signed_up',
    ]);
    const actions = (await log(accounts.admin, { actorId: driver.id })).edges.map(
      ({ node }) => node.action,
    );
    expect(actions).toContain('accounts.password.changed');
  });

  it('takes in what happens in facilities and parking, with what changed', async () => {
    const tenantId = await registerTenant('Station Parking');
    const facilityId = newId();
    const of = { aggregateType: 'facility', aggregateId: facilityId, tenantId, actorId: 'op-1' };
    const snapshot = {
      facilityId,
      tenantId,
      externalId: null,
      name: 'Altmarkt',
      street: 'Altmarkt 1',
      postalCode: '01067',
      city: 'Dresden',
      country: 'DE',
      latitude: 51,
      longitude: 13,
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      status: 'ACTIVE' as const,
      evPolicy: 'STRICT' as const,
      pricingStrategy: 'BASIC' as const,
      openingPeriods: [],
      specialDays: [],
      capacity: [],
    };
    await facilities.publish(facilitiesEvents.facilityRegistered, snapshot, of);
    await facilities.publish(
      facilitiesEvents.facilityUpdated,
      { ...snapshot, evPolicy: 'LENIENT', name: 'Neumarkt' },
      of,
    );
    const updated = await told('facilities.facility.updated', facilityId);
    expect(updated).toMatchObject({
      actor_id: 'op-1',
      entity_type: 'Facility',
      tenant_id: tenantId,
      correlation_id: '0af7651916cd43dd8448eb211c80319c',
      changes: [{ field: 'name' }, { field: 'evPolicy', previous: 'STRICT', value: 'LENIENT' }],
    });

    const sessionId = newId();
    const stay = {
      registration: 'DDAB1',
      customerId: null,
      status: 'OPEN' as const,
      enteredAt: '2026-05-04T07:00:00.000Z',
      leftAt: null,
      lostTicket: false,
      mergedIntoId: null,
    };
    await parking.publish(
      parkingEvents.sessionCorrected,
      {
        sessionId,
        facilityId,
        tenantId,
        correctionId: newId(),
        kind: 'REGISTRATION',
        before: stay,
        after: { ...stay, registration: 'DDAB2', lostTicket: true },
        otherSessionId: null,
        reason: 'misread',
        correctedBy: 'op-1',
        correctedAt: '2026-05-04T09:00:00.000Z',
      },
      { aggregateType: 'parking_session', aggregateId: sessionId, tenantId, actorId: 'op-1' },
    );
    const corrected = await told('parking.session.corrected', sessionId);
    expect(corrected).toMatchObject({
      entity_type: 'ParkingSession',
      changes: [{ field: 'registration' }, { field: 'lostTicket', previous: false, value: true }],
    });
    expect(JSON.stringify(corrected)).not.toContain('DDAB');
  });

  it('shows a tenant’s staff that tenant alone, whatever they ask for', async () => {
    const one = await registerTenant('One');
    const two = await registerTenant('Two');
    await accounts.staffOf(one, 'ATTENDANT');
    await accounts.staffOf(two, 'ATTENDANT');
    const own = await log(operatorOf(one));
    expect(new Set(own.edges.map(({ node }) => node.tenantId))).toEqual(new Set([one]));
    expect((await log(operatorOf(one), { tenantId: two })).edges).toEqual([]);
    const ofTwo = await log(accounts.admin, { tenantId: two });
    expect(new Set(ofTwo.edges.map(({ node }) => node.tenantId))).toEqual(new Set([two]));
  });

  it('is read page by page, newest first, each entry once, also where many have one instant', async () => {
    const tenantId = await accounts.tenant();
    await accounts.staffOf(tenantId, 'OPERATOR');
    accounts.clock.advance(60);
    await accounts.staffOf(tenantId, 'ATTENDANT');
    await accounts.staffOf(tenantId, 'ATTENDANT');
    const all = await log(accounts.admin, { tenantId });
    const seen: unknown[] = [];
    let after: string | undefined;
    for (let pages = 0; pages < 10; pages += 1) {
      const page = await log(accounts.admin, { tenantId }, 2, after);
      seen.push(...page.edges);
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(all.edges).toHaveLength(6);
    expect(seen).toEqual(all.edges);
  });

  it('is filtered by time, half-open', async () => {
    const tenantId = await accounts.tenant();
    const from = accounts.clock.now().toISOString();
    await accounts.staffOf(tenantId, 'ATTENDANT');
    accounts.clock.advance(5);
    const to = accounts.clock.now().toISOString();
    await accounts.staffOf(tenantId, 'ATTENDANT');
    expect((await log(accounts.admin, { tenantId, from, to })).edges).toHaveLength(2);
    expect((await log(accounts.admin, { tenantId, from: to })).edges).toHaveLength(2);
  });

  it.each([
    `UPDATE audit_entry SET actor_id = 'nobody'`,
    'DELETE FROM audit_entry',
    'TRUNCATE audit_entry',
  ])('is append-only for its own context’s role: %s', async (statement) => {
    await expect(accounts.sql(statement)).rejects.toThrow('append-only');
  });

  it('is written with the change or not at all', async () => {
    const driver = await accounts.signUp();
    const before = await accounts.audit();
    await accounts.sql('ALTER TABLE audit_entry ADD CONSTRAINT broken CHECK (false) NOT VALID');
    try {
      const input = { registration: 'AUDIT 9', idempotencyKey: newKey() };
      const query = `mutation ($input: RegisterVehicleInput!) { registerVehicle(input: $input) { __typename } }`;
      expect(await accounts.codes(query, { input }, driver)).toEqual(['INTERNAL_SERVER_ERROR']);
    } finally {
      await accounts.sql('ALTER TABLE audit_entry DROP CONSTRAINT broken');
    }
    expect(await accounts.audit()).toHaveLength(before.length);
    expect(await accounts.sql(`SELECT 1 FROM vehicle WHERE registration = 'AUDIT9'`)).toEqual([]);
  });
});
