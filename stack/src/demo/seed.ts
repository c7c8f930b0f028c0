import { newId } from '@voltpark/kit/ids';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { anonymously, signIn, VoltparkError } from '../import-facilities/voltpark.js';
import { limits } from '../limits.js';
import type { Credentials, DemoTown } from '../options.js';
import { patiently, Person, textAt } from '../person.js';
import { buildChargers } from './chargers.js';
import { demoAccounts, demoFacilities, demoVehicle, type DemoAccount } from './data.js';
import { setWords, takeReservations, watchFacility } from './planning.js';
import { setPrices } from './prices.js';

interface DemoOptions {
  /** The gateway. */
  readonly url: string;
  readonly adminCredentials: Credentials;
  /** The contexts that run: what concerns others is left out. */
  readonly contexts: readonly string[];
  /** What was made is noted here, so that it is made once. */
  readonly dataDirectory: string;
  readonly say: (line: string) => void;
}

/**
 * Seeds a demo town through the gateway, as its people would: a tenant, two facilities with slots, chargers,
 * prices, booking terms and alert rules, staff, a driver with a car. Made once; a seeding that was broken off goes on, as every step has its
 * idempotency key.
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
  options.say('making the demo town: two facilities with chargers, staff, a driver with a car');
  const facilities = await makeTown(options);
  await writeFile(note, JSON.stringify({ facilities }, undefined, 2));
  return withAccounts(facilities);
}

async function makeTown({
  url,
  adminCredentials,
  contexts,
}: DemoOptions): Promise<DemoTown['facilities']> {
  const admin = new Person(await patiently(() => signIn(url, adminCredentials)));
  const tenant = await admin.do(
    'registerTenant',
    { idempotencyKey: 'demo-tenant', name: 'Elbe Parking' },
    '... on TenantRegistered { tenant { id } }',
  );
  const tenantId = textAt(tenant, 'tenant', 'id');
  const facilities = [];
  for (const [index, facility] of demoFacilities.entries()) {
    const { levels, chargers, exitPayment, ...input } = facility;
    const registered = await admin.do(
      'registerFacility',
      { ...input, tenantId, idempotencyKey: `demo-facility-${index}` },
      '... on FacilityRegistered { facility { id name } }',
    );
    const id = textAt(registered, 'facility', 'id');
    facilities.push({ id, name: facility.name });
    await parkingKnows(admin, id);
    await admin.do(
      'layOutSlots',
      { facilityId: id, levels, idempotencyKey: `demo-slots-${index}` },
      '',
    );
    const setting = { scope: 'FACILITY', scopeId: id, key: 'parking.exitPayment' };
    await admin.do('setConfig', { ...setting, value: { text: exitPayment } }, '');
    if (contexts.includes('charging')) await buildChargers(admin, id, index, chargers);
    if (contexts.includes('reservations')) await takeReservations(admin, id);
    if (contexts.includes('operations')) await watchFacility(admin, id, index);
  }
  if (contexts.includes('pricing')) await setPrices(admin, tenantId, facilities);
  for (const account of demoAccounts) {
    await makeAccount(url, admin, tenantId, account, adminCredentials.password);
    if (account.role === 'OPERATOR' && contexts.includes('notifications')) {
      await setWords(url, { email: account.email, password: adminCredentials.password });
    }
  }
  return facilities;
}

async function makeAccount(
  url: string,
  admin: Person,
  tenantId: string,
  { role, email, displayName }: DemoAccount,
  password: string,
): Promise<void> {
  const credentials = { email, password };
  const visitor = new Person(anonymously(url));
  if (role === 'DRIVER') {
    await visitor.do('signUp', { ...credentials, displayName }, '');
    const driver = new Person(await patiently(() => signIn(url, credentials)));
    await driver.do('registerVehicle', { ...demoVehicle, idempotencyKey: 'demo-vehicle' }, '');
    return;
  }
  let why = 'the invitation code was lost';
  for (let attempt = 1; attempt <= limits.demoInvitations; attempt += 1) {
    if (await mayEnter(url, credentials)) return;
    // A code is told once: with an answer that got lost it is lost too, and under another key there is a new one.
    const { invitationCode: code } = await admin.do(
      'inviteStaff',
      { tenantId, email, displayName, roles: [role], idempotencyKey: newId() },
      '... on StaffInvited { invitationCode }',
      ['NotFound'],
    );
    if (code === null) continue;
    // Asked a second time, as its answer got lost, it is refused; who was accepted may enter all the same.
    why = (await visitor.try('acceptInvitation', { code, password })).message ?? why;
  }
  if (!(await mayEnter(url, credentials))) throw new VoltparkError(`${email}: ${why}`);
}

/** True when the account is there: made just now, or by an earlier seeding that was broken off. */
async function mayEnter(url: string, credentials: Credentials): Promise<boolean> {
  try {
    await patiently(() => signIn(url, credentials));
    return true;
  } catch (error) {
    if (error instanceof VoltparkError && error.codes.includes('UNAUTHENTICATED')) return false;
    throw error;
  }
}

/** Waits until parking has heard of a facility: from then on it has an occupancy. */
async function parkingKnows(admin: Person, facilityId: string): Promise<void> {
  const query = 'query ($id: ID!) { facility(id: $id) { occupancy { mode } } }';
  for (let attempt = 1; attempt <= limits.hearingAttempts; attempt += 1) {
    const { facility } = await admin.ask<{ facility: { occupancy: object | null } | null }>(query, {
      id: facilityId,
    });
    if (facility?.occupancy != null) return;
    await wait(limits.hearingMs);
  }
  throw new Error('The demo town could not be made: parking has not heard of its facility.');
}
