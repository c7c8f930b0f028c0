import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { at, mutate, send, type Answer, type As } from './client.js';
import { demoAccounts, demoFacilities, demoVehicle, type DemoAccount } from './demo-data.js';
import { limits } from './limits.js';
import type { Credentials, DemoTown } from './options.js';

interface DemoOptions {
  /** The gateway. */
  readonly url: string;
  readonly adminCredentials: Credentials;
  /** What was made is noted here, so that it is made once. */
  readonly dataDirectory: string;
  readonly say: (line: string) => void;
}

/**
 * Seeds a demo town through the gateway, as its people would: a tenant, two facilities with their slots, staff, a
 * driver with a car. Made once; a seeding that was broken off goes on, as every step has its idempotency key.
 */
export async function seedDemo(options: DemoOptions): Promise<DemoTown> {
  const note = join(options.dataDirectory, 'demo.json');
  const noted = await readFile(note, 'utf8').catch(() => undefined);
  const { password } = options.adminCredentials;
  const withAccounts = (facilities: DemoTown['facilities']): DemoTown => ({
    facilities,
    registration: demoVehicle.registration,
    accounts: [
      { role: 'ADMIN', ...options.adminCredentials },
      ...demoAccounts.map(({ role, email }) => ({ role, email, password })),
    ],
  });
  if (noted !== undefined) {
    return withAccounts((JSON.parse(noted) as Pick<DemoTown, 'facilities'>).facilities);
  }
  options.say('making the demo town: two facilities, staff, a driver with a car');
  const facilities = await makeTown(options.url, options.adminCredentials);
  await writeFile(note, JSON.stringify({ facilities }, undefined, 2));
  return withAccounts(facilities);
}

async function makeTown(url: string, admin: Credentials): Promise<DemoTown['facilities']> {
  const asAdmin = await signIn(url, admin);
  if (asAdmin === undefined) throw new Error('The administrator cannot sign in.');
  const tenant = await granted(
    mutate(
      url,
      'registerTenant',
      { idempotencyKey: 'demo-tenant', name: 'Elbe Parking' },
      '... on TenantRegistered { tenant { id } }',
      asAdmin,
    ),
  );
  const tenantId = at(tenant, 'tenant', 'id');
  const facilities = [];
  for (const [index, facility] of demoFacilities.entries()) {
    const { levels, ...input } = facility;
    const registered = await granted(
      mutate(
        url,
        'registerFacility',
        { ...input, tenantId, idempotencyKey: `demo-facility-${index}` },
        '... on FacilityRegistered { facility { id name } }',
        asAdmin,
      ),
    );
    const id = at(registered, 'facility', 'id');
    facilities.push({ id, name: facility.name });
    await parkingKnows(url, id);
    await granted(
      mutate(
        url,
        'layOutSlots',
        { facilityId: id, levels, idempotencyKey: `demo-slots-${index}` },
        '... on SlotsLaidOut { slotCount }',
        asAdmin,
      ),
    );
  }
  for (const account of demoAccounts) {
    await makeAccount(url, asAdmin, tenantId, account, admin.password);
  }
  return facilities;
}

async function makeAccount(
  url: string,
  asAdmin: As,
  tenantId: string,
  { role, email, displayName }: DemoAccount,
  password: string,
): Promise<void> {
  if ((await signIn(url, { email, password })) !== undefined) return;
  if (role === 'DRIVER') {
    await mutate(url, 'signUp', { email, password, displayName }, '');
    const asDriver = await signIn(url, { email, password });
    await granted(
      mutate(
        url,
        'registerVehicle',
        { ...demoVehicle, idempotencyKey: 'demo-vehicle' },
        '... on VehicleRegistered { vehicle { id } }',
        asDriver,
      ),
    );
    return;
  }
  const invited = await eventually((attempt) =>
    mutate(
      url,
      'inviteStaff',
      {
        tenantId,
        email,
        displayName,
        roles: [role],
        // A refusal is kept under its key, too.
        idempotencyKey: `demo-staff-${role}-${attempt}`,
      },
      '... on StaffInvited { invitationCode }',
      asAdmin,
    ),
  );
  await granted(
    mutate(
      url,
      'acceptInvitation',
      { code: at(invited, 'invitationCode'), password },
      '... on InvitationAccepted { me { id } }',
    ),
  );
}

async function signIn(url: string, credentials: Credentials): Promise<As | undefined> {
  const answer = await mutate(
    url,
    'signIn',
    { ...credentials },
    '... on SignedIn { tokens { accessToken } }',
  );
  return answer.__typename === 'SignedIn'
    ? { accessToken: at(answer, 'tokens', 'accessToken') }
    : undefined;
}

/** The answer when it is a success. @throws Error with the refusal otherwise */
async function granted(answering: Promise<Answer>): Promise<Answer> {
  const answer = await answering;
  if (!('message' in answer)) return answer;
  throw new Error(`The demo town could not be made: ${String(answer['message'])}`);
}

/**
 * Asks again while the answer is `NotFound`: contexts hear of each other's things by events, a moment later.
 * @throws Error with any other refusal
 */
async function eventually(ask: (attempt: number) => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; attempt < limits.demoAttempts; attempt += 1) {
    const answer = await ask(attempt);
    if (answer.__typename !== 'NotFound') return granted(Promise.resolve(answer));
    await wait(limits.pollMs);
  }
  return granted(ask(limits.demoAttempts));
}

/** Waits until parking has heard of a facility: from then on it has an occupancy. */
async function parkingKnows(url: string, facilityId: string): Promise<void> {
  const query = 'query ($id: ID!) { facility(id: $id) { occupancy { mode } } }';
  for (let attempt = 1; attempt <= limits.demoAttempts; attempt += 1) {
    const { data } = await send(url, query, { id: facilityId });
    const facility = data?.['facility'] as { readonly occupancy: object | null } | null;
    if (facility?.occupancy != null) return;
    await wait(limits.pollMs);
  }
  throw new Error('The demo town could not be made: parking has not heard of its facility.');
}
