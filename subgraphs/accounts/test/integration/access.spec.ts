import { anonymous, type Actor } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiKey, gateway } from '../support/actors.js';
import {
  byColumn,
  columns,
  F,
  managers,
  onlyDrivers,
  onlyOwner,
  U,
  type Who,
} from '../support/matrix.js';
import { aboutPasses } from '../support/passes.js';
import {
  goodPassword,
  newKey,
  next,
  runAccounts,
  type Driver,
  type RunningAccounts,
} from '../support/running.js';

/** Everybody who may ask, in the order of the columns below. */
let accounts: RunningAccounts;
let actors: Record<Who, Actor>;
let owner: Driver;
let tenantId: string;
let vehicleId: string;
const registration = 'MATRIX1';

beforeAll(async () => {
  accounts = await runAccounts();
  tenantId = await accounts.tenant();
  const otherTenantId = await accounts.tenant();
  owner = await accounts.signUp();
  vehicleId = await accounts.vehicleOf(owner, registration);
  await accounts.call('offerVehicleTransfer', { vehicleId }, '', owner);
  await accounts.call(
    'addPaymentMethod',
    {
      token: 'tok_matrix',
      kind: 'DIGITAL_WALLET',
      brand: 'PayPal',
      idempotencyKey: newKey(),
    },
    '',
    owner,
  );
  await accounts.call(
    'issueApiKey',
    { tenantId, role: 'DEVICE', name: 'Gate', idempotencyKey: newKey() },
    '',
    accounts.admin,
  );
  actors = {
    nobody: anonymous,
    owner,
    otherDriver: await accounts.signUp(),
    attendant: await accounts.staffOf(tenantId, 'ATTENDANT'),
    operator: await accounts.staffOf(tenantId, 'OPERATOR'),
    otherOperator: await accounts.staffOf(otherTenantId, 'OPERATOR'),
    device: apiKey('DEVICE', tenantId, newId()),
    partner: apiKey('PARTNER', tenantId, newId()),
    admin: accounts.admin,
  };
});
afterAll(() => accounts.stop());

/** What came of it: the code of the error, `–` for null, `none` / `some` for a list, else the value. */
async function outcomeOf(query: string, variables: object, actor: Actor, path: string[]) {
  const response = await accounts.ask(query, variables, actor);
  const code = response.errors?.[0]?.extensions?.['code'];
  if (typeof code === 'string') return code;
  let value: unknown = response.data;
  for (const step of path) {
    if (value === null || value === undefined) break;
    value = (value as Record<string, unknown>)[step];
  }
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : 'some';
  return path.at(-1) === '__typename' && typeof value === 'string' ? value : 'seen';
}

const list = 'edges { cursor }';
const entity = (representation: string, fields: string) =>
  `{ _entities(representations: [${representation}]) { ${fields} } }`;

/** Field by field: who sees it. */
const reading: [
  name: string,
  query: () => string,
  path: string[],
  expected: Record<Who, string>,
][] = [
  row('me', () => '{ me { id } }', 'me', '– seen seen seen seen seen seen seen seen'),
  row(
    'Customer.displayName',
    () => `{ customer(id: "${owner.customerId}") { displayName } }`,
    'customer.displayName',
    `${U} seen – seen seen seen – – seen`,
  ),
  ...['email', 'locale', 'memberSince'].map((field) =>
    row(
      `Customer.${field}`,
      () => `{ customer(id: "${owner.customerId}") { ${field} } }`,
      `customer.${field}`,
      `${U} seen – – – – – – seen`,
    ),
  ),
  ...['vehicles', 'paymentMethods'].map((field) =>
    row(
      `Customer.${field}`,
      () => `{ customer(id: "${owner.customerId}") { ${field}(first: 5) { ${list} } } }`,
      `customer.${field}.edges`,
      `${U} some – – – – – – some`,
    ),
  ),
  row(
    'vehicle by id',
    () => `{ vehicle(id: "${vehicleId}") { colour size } }`,
    'vehicle.size',
    `${U} seen – seen seen seen – – seen`,
  ),
  row(
    'vehicle by registration',
    () => `{ vehicle(registration: "${registration}") { id } }`,
    'vehicle.id',
    `${U} seen – seen seen seen – – seen`,
  ),
  row(
    'Vehicle.owner.displayName',
    () => `{ vehicle(id: "${vehicleId}") { owner { displayName } } }`,
    'vehicle.owner.displayName',
    `${U} seen – seen seen seen – – seen`,
  ),
  row(
    'Vehicle.owner.email',
    () => `{ vehicle(id: "${vehicleId}") { owner { email } } }`,
    'vehicle.owner.email',
    `${U} seen – – – – – – seen`,
  ),
  row(
    'Vehicle.owner.vehicles',
    () => `{ vehicle(id: "${vehicleId}") { owner { vehicles(first: 5) { ${list} } } } }`,
    'vehicle.owner.vehicles.edges',
    `${U} some – – – – – – some`,
  ),
  row(
    'Vehicle.transferOffer',
    () => `{ vehicle(id: "${vehicleId}") { transferOffer { expiresAt } } }`,
    'vehicle.transferOffer',
    `${U} seen – – – – – – –`,
  ),
  row(
    '_entities Customer.displayName',
    () =>
      entity(
        `{ __typename: "Customer", id: "${owner.customerId}" }`,
        '... on Customer { displayName }',
      ),
    '_entities.0.displayName',
    '– seen – seen seen seen – – seen',
  ),
  row(
    '_entities Customer.email',
    () =>
      entity(`{ __typename: "Customer", id: "${owner.customerId}" }`, '... on Customer { email }'),
    '_entities.0.email',
    '– seen – – – – – – seen',
  ),
  row(
    '_entities Vehicle by id',
    () => entity(`{ __typename: "Vehicle", id: "${vehicleId}" }`, '... on Vehicle { size }'),
    '_entities.0.size',
    '– seen – seen seen seen – – seen',
  ),
  row(
    '_entities Vehicle by registration',
    () =>
      entity(
        `{ __typename: "Vehicle", registration: "${registration}" }`,
        '... on Vehicle { owner { email } }',
      ),
    '_entities.0.owner.email',
    '– seen – – – – – – seen',
  ),
  row(
    'myVehicles',
    () => `{ myVehicles(first: 5) { ${list} } }`,
    'myVehicles.edges',
    `${U} some none ${F} ${F} ${F} ${F} ${F} ${F}`,
  ),
  row(
    'searchVehicles',
    () => `{ searchVehicles(first: 5) { ${list} } }`,
    'searchVehicles.edges',
    `${U} ${F} ${F} some some some ${F} ${F} some`,
  ),
  row(
    'staff of a tenant',
    () => `{ staff(tenantId: "${tenantId}", first: 5) { ${list} } }`,
    'staff.edges',
    `${U} ${F} ${F} ${F} some none ${F} ${F} some`,
  ),
  row(
    'apiKeys of a tenant',
    () => `{ apiKeys(tenantId: "${tenantId}", first: 5) { ${list} } }`,
    'apiKeys.edges',
    `${U} ${F} ${F} ${F} some none ${F} ${F} some`,
  ),
  row(
    'auditLog of a tenant',
    () => `{ auditLog(filter: { tenantId: "${tenantId}" }, first: 5) { ${list} } }`,
    'auditLog.edges',
    `${U} ${F} ${F} ${F} some none ${F} ${F} some`,
  ),
  row(
    'what is known of oneself',
    () => '{ accountsPersonalRecords(first: 5) { edges { cursor } } }',
    'accountsPersonalRecords.edges',
    `${U} some some ${F} ${F} ${F} ${F} ${F} ${F}`,
  ),
  row(
    'an erasure that there is none of',
    () => `{ erasure(id: "${newId()}") { id } }`,
    'erasure',
    '– – – – – – – – –',
  ),
];

/** Mutation by mutation: what comes of it. Each try has a thing of its own to work on. */
const writing: [name: string, input: () => Promise<object>, expected: Record<Who, string>][] = [
  change('updateProfile', { displayName: 'New Name' }, onlyDrivers('ProfileUpdated')),
  change(
    'registerVehicle',
    async () => ({ registration: `M ${next()}`, idempotencyKey: newKey() }),
    onlyDrivers('VehicleRegistered'),
  ),
  change('updateVehicle', ofVehicle, onlyOwner('VehicleUpdated')),
  change('retireVehicle', ofVehicle, onlyOwner('VehicleRetired')),
  change('offerVehicleTransfer', ofVehicle, onlyOwner('VehicleTransferOffered')),
  change('cancelVehicleTransfer', ofVehicle, onlyOwner('VehicleTransferCancelled')),
  change('acceptVehicleTransfer', { code: 'vt_none' }, onlyDrivers('TransferCodeNotValid')),
  change('addPaymentMethod', async () => wallet(), onlyDrivers('PaymentMethodAdded')),
  change('setDefaultPaymentMethod', ofMethod, onlyOwner('DefaultPaymentMethodSet')),
  change('removePaymentMethod', ofMethod, onlyOwner('PaymentMethodRemoved')),
  change(
    'setConsent',
    { purpose: 'MARKETING', isGiven: true, textVersion: '1' },
    onlyDrivers('ConsentSet'),
  ),
  change('setPreference', { key: 'level', value: 'ground' }, onlyDrivers('PreferenceSet')),
  change(
    'requestErasure',
    async () => ({ idempotencyKey: newKey() }),
    onlyDrivers('ErasureRequested'),
  ),
  change('withdrawErasure', { erasureId: 'none' }, onlyDrivers('NotFound')),
  change('inviteStaff', async () => invitation(), managers('StaffInvited', 'NotPermitted')),
  change('setStaffRoles', ofStaff, managers('StaffRolesSet', 'NotFound')),
  change('deactivateStaff', ofStaff, managers('StaffDeactivated', 'NotFound')),
  change('reactivateStaff', ofStaff, managers('StaffReactivated', 'NotFound')),
  change(
    'issueApiKey',
    async () => ({ tenantId, role: 'DEVICE', name: 'Gate', idempotencyKey: newKey() }),
    managers('ApiKeyIssued', 'NotPermitted'),
  ),
  change('revokeApiKey', ofKey, managers('ApiKeyRevoked', 'NotFound')),
  change(
    'changePassword',
    { currentPassword: 'not the password', newPassword: 'staple battery horse' },
    `${U} WrongCredentials WrongCredentials WrongCredentials WrongCredentials WrongCredentials NotPermitted NotPermitted WrongCredentials`,
  ),
  change(
    'linkIdentity',
    { issuer: 'https://a.example', subject: 's', emailVerified: false },
    'NotPermitted '.repeat(9),
  ),
  change('refresh', { refreshToken: 'vr_none' }, 'SessionEnded '.repeat(9)),
  change('signOut', { refreshToken: 'vr_none' }, 'SignedOut '.repeat(9)),
  change('exchangeApiKey', { apiKey: 'vp_none' }, 'InvalidApiKey '.repeat(9)),
  change(
    'acceptInvitation',
    { code: 'vi_none', password: goodPassword },
    'InvitationNotValid '.repeat(9),
  ),
];

function row(
  name: string,
  query: () => string,
  path: string,
  expected: string,
): (typeof reading)[number] {
  return [name, query, path.split('.'), byColumn(expected)];
}
function change(
  name: string,
  input: object | (() => Promise<object>),
  expected: string,
): (typeof writing)[number] {
  const make = typeof input === 'function' ? (input as () => Promise<object>) : async () => input;
  return [name, make, byColumn(expected)];
}
async function ofVehicle(): Promise<object> {
  return { vehicleId: await accounts.vehicleOf(owner, `M ${next()}`) };
}
function wallet(): object {
  const idempotencyKey = newKey();
  return { token: `tok_${next()}`, kind: 'DIGITAL_WALLET', brand: 'PayPal', idempotencyKey };
}
async function ofMethod(): Promise<object> {
  const answered = await accounts.call(
    'addPaymentMethod',
    wallet(),
    '... on PaymentMethodAdded { paymentMethod { id } }',
    owner,
  );
  return { paymentMethodId: (answered['paymentMethod'] as { id: string }).id };
}
function invitation(): object {
  return {
    tenantId,
    email: `matrix-${next()}@example.org`,
    displayName: 'Matrix',
    roles: ['ATTENDANT'],
    idempotencyKey: newKey(),
  };
}
async function ofStaff(): Promise<object> {
  const answered = await accounts.call(
    'inviteStaff',
    invitation(),
    '... on StaffInvited { staff { id } }',
    accounts.admin,
  );
  return { staffId: (answered['staff'] as { id: string }).id };
}
async function ofKey(): Promise<object> {
  const answered = await accounts.call(
    'issueApiKey',
    { tenantId, role: 'DEVICE', name: 'Gate', idempotencyKey: newKey() },
    '... on ApiKeyIssued { apiKey { id } }',
    accounts.admin,
  );
  return { apiKeyId: (answered['apiKey'] as { id: string }).id };
}

describe('who sees what', () => {
  it.each(reading)('%s', async (_name, query, path, expected) => {
    const outcomes: Partial<Record<Who, string>> = {};
    for (const who of columns) outcomes[who] = await outcomeOf(query(), {}, actors[who], path);
    expect(outcomes).toEqual(expected);
  });
});

describe('who may do what', () => {
  it.each(writing)('%s', async (mutation, inputOf, expected) => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`;
    const outcomes: Partial<Record<Who, string>> = {};
    for (const who of columns) {
      const needed =
        mutation === 'setStaffRoles'
          ? { ...(await inputOf()), roles: ['OPERATOR'] }
          : await inputOf();
      outcomes[who] = await outcomeOf(query, { input: needed }, actors[who], [
        mutation,
        '__typename',
      ]);
    }
    expect(outcomes).toEqual(expected);
  });
});

describe('the matrix', () => {
  it('has a row for every mutation and query of the schema', () => {
    const { schema } = accounts.running;
    const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});
    const done = new Set([...writing.map(([name]) => name), 'signUp', 'signIn', ...aboutPasses]);
    expect(mutations.filter((name) => !done.has(name))).toEqual([]);
    const queries = Object.keys(schema.getQueryType()?.getFields() ?? {});
    const asked = reading.map(([, query]) => query()).join('\n');
    for (const query of queries.filter((name) => !['_service', ...aboutPasses].includes(name))) {
      expect(asked).toContain(query);
    }
  });

  it('does not let the gateway’s own actor see or change anything but identities', async () => {
    const outcomes = new Set<string>();
    for (const [, query, path] of reading) {
      outcomes.add(await outcomeOf(query(), {}, gateway, path));
    }
    expect(outcomes).toEqual(new Set([F, '–']));
  });
});
