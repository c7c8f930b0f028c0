import { PrismaPg } from '@prisma/adapter-pg';
import {
  accountsEvents,
  facilitiesEvents,
  parkingEvents,
  scopesOf,
  type Actor,
  type EventDefinition,
  type Role,
} from '@voltpark/contracts';
import { systemClock } from '@voltpark/kit/clock';
import { newId } from '@voltpark/kit/ids';
import { patientTransactions, testContext } from '@voltpark/kit/testing';
import pg from 'pg';
import { systemCause } from '../../src/application/ports.js';
import { PrismaClient } from '../../src/db/generated/client.js';
import type { Db } from '../../src/db/saving.js';
import { storesIn, transactions } from '../../src/db/transactions.js';
import { publish } from '../../src/events/publish.js';
import { reactions } from '../../src/events/react.js';
import { context } from '../../src/main.js';

export const tenantId = 'tenant-one';

const actorWith = (role: Role, otherwise: Partial<Actor> = {}): Actor => ({
  kind: 'PERSON',
  id: `${role}-one`,
  roles: [role],
  scopes: scopesOf([role]),
  tenantId: null,
  customerId: null,
  ...otherwise,
});
export const attendant = actorWith('ATTENDANT', { tenantId });
export const operator = actorWith('OPERATOR', { tenantId });
export const foreigner = actorWith('OPERATOR', { tenantId: 'tenant-two', id: 'foreigner' });
export const driver = actorWith('DRIVER', { customerId: 'customer-one' });
export const stranger = actorWith('DRIVER', { customerId: 'customer-two', id: 'stranger' });

let count = 0;
/** A registration that nobody has. */
export const newRegistration = () => `RS${String((count += 1)).padStart(6, '0')}`;

/** One member of a mutation's result union, as specs look at it. */
export interface Result extends Record<string, unknown> {
  readonly __typename: string;
  readonly reservation?: Shown;
}

export interface Shown {
  readonly id: string;
  readonly status: string;
  readonly slotNumber: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly confirmationCode: string | null;
  readonly charges: readonly { readonly kind: string; readonly amount: { amount: string } }[];
}

const fields = `reservation { id status slotNumber startsAt endsAt confirmationCode reason
  charges { kind amount { amount currency } } }`;
const refusals = {
  InvalidInput: 'field',
  SlotUnavailable: 'nextWindow { startsAt endsAt }',
  OutsideBookingTerms: 'rule',
  ReservationClosed: 'status',
};
const spread = (name: string, wanted: string) => `... on ${name} { ${wanted} }`;
const membersOf = (success: string, refused: readonly (keyof typeof refusals)[]) =>
  ['__typename ... on Refusal { message }', spread(success, fields)]
    .concat(refused.map((name) => spread(name, refusals[name])))
    .join(' ');

/** What specs look at, by mutation. */
const members: Readonly<Record<string, string>> = {
  createReservation: membersOf('ReservationCreated', [
    'InvalidInput',
    'SlotUnavailable',
    'OutsideBookingTerms',
  ]),
  confirmReservation: membersOf('ReservationConfirmed', ['ReservationClosed']),
  changeReservation: membersOf('ReservationChanged', [
    'SlotUnavailable',
    'OutsideBookingTerms',
    'ReservationClosed',
  ]),
  cancelReservation: membersOf('ReservationCancelled', ['ReservationClosed', 'InvalidInput']),
};

/** The context with a few words for what specs do all the time. */
export async function runReservations(options?: Parameters<typeof testContext>[1]) {
  const started = await testContext(context, options);
  const pool = new pg.Pool({ connectionString: started.databaseUrl, max: 4 });
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: patientTransactions,
  });
  const known = reactions({ clock: options?.clock ?? systemClock, newId }, (tx: Db) =>
    storesIn({ tx, cause: systemCause, publish, wrote: () => undefined }),
  );

  async function data<Data>(query: string, variables: object, actor: Actor): Promise<Data> {
    const response = await started.ask(query, variables, actor);
    if (response.errors !== undefined) throw new Error(JSON.stringify(response.errors));
    return response.data as Data;
  }

  /** Asks for a mutation; its result as the member that it is. */
  async function mutate(
    name: string,
    input: object,
    actor: Actor = operator,
    wanted = members[name] ?? '__typename',
  ) {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${wanted} } }`;
    const result = (await data<Record<string, Result>>(query, { input }, actor))[name];
    if (result === undefined) throw new Error(`${name} answered nothing.`);
    return result;
  }

  /** Lets an event of another context arrive. */
  async function hears<Data>(event: EventDefinition<Data>, of: Data, version = 1): Promise<void> {
    const reaction = known.find((one) => one.event.type === event.type);
    if (reaction === undefined) throw new Error(`Nothing reacts to ${event.type}.`);
    const envelope = { aggregateversion: version, data: of, time: new Date().toISOString() };
    await prisma.$transaction((tx) => reaction.handle(envelope as never, tx));
  }

  const sql = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await pool.query<Row>(text, values)).rows;

  /** A facility with car slots; their ids by number. */
  async function facility(
    slots: number,
    words: Partial<facilitiesEvents.FacilitySnapshot> = {},
  ): Promise<{ facilityId: string; slotIds: string[] }> {
    const facilityId = newId();
    await hears(facilitiesEvents.facilityRegistered, {
      ...{ facilityId, tenantId, externalId: null, name: 'Altmarkt', street: 'Altmarkt 1' },
      ...{ postalCode: '01067', city: 'Dresden', country: 'DE', latitude: 51, longitude: 13.7 },
      ...{ timeZone: 'Europe/Berlin', currency: 'EUR', status: 'ACTIVE', evPolicy: 'STRICT' },
      ...{ pricingStrategy: 'BASIC', openingPeriods: [], specialDays: [], capacity: [] },
      ...words,
    });
    const laidOut = Array.from({ length: slots }, (_, place) => ({
      slotId: newId(),
      slotNumber: `A-${String(place + 1).padStart(3, '0')}`,
      size: 'STANDARD' as const,
      kind: 'ICE' as const,
      distanceMetres: place,
    }));
    await hears(parkingEvents.slotsLaidOut, {
      ...{ facilityId, tenantId, levelIds: [], slotCount: slots, counts: [] },
      slots: laidOut,
    });
    return { facilityId, slotIds: laidOut.map(({ slotId }) => slotId) };
  }

  const vehicle = (registration: string, customerId: string | null) =>
    hears(accountsEvents.vehicleLinked, {
      ...{ vehicleId: newId(), registration, customerId, size: 'STANDARD', isElectric: false },
      ...{ make: null, model: null, colour: null, active: true, previousCustomerId: null },
    });

  const create = (input: object, actor: Actor = operator) =>
    mutate('createReservation', { idempotencyKey: newId(), ...input }, actor);

  /** Parking answers to the booking that a reservation has now. */
  async function parkingSays(reservationId: string, answer: 'ACCEPTED' | 'OCCUPIED') {
    const [row] = await sql<{ booking_id: string; facility_id: string; slot_id: string }>(
      'SELECT booking_id, facility_id, slot_id FROM reservation WHERE id = $1',
      [reservationId],
    );
    if (row === undefined) throw new Error(`There is no reservation ${reservationId}.`);
    const of = {
      ...{ bookingId: row.booking_id, reservationId, facilityId: row.facility_id },
      ...{ tenantId, slotId: row.slot_id },
      ...{ from: '2026-05-04T10:00:00Z', until: '2026-05-04T11:00:00Z' },
    };
    if (answer === 'ACCEPTED') await hears(parkingEvents.bookingAccepted, of);
    else await hears(parkingEvents.bookingRefused, { ...of, reason: answer });
    return of;
  }

  return {
    transact: transactions(prisma, publish, () => undefined),
    ...{ started, data, mutate, hears, sql, facility, vehicle, create, parkingSays },
    outbox: (id: string) =>
      sql<{ type: string; aggregate_version: string; data: Record<string, unknown> }>(
        'SELECT type, aggregate_version, data FROM outbox WHERE aggregate_id = $1 ORDER BY position',
        [id],
      ),
    async stop() {
      await prisma.$disconnect();
      await pool.end();
      await started.stop();
    },
  };
}

export type RunningReservations = Awaited<ReturnType<typeof runReservations>>;
