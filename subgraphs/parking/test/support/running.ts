import { PrismaPg } from '@prisma/adapter-pg';
import {
  type accountsEvents,
  facilitiesEvents,
  type Actor,
  type DataOf,
  type EventDefinition,
} from '@voltpark/contracts';
import { systemClock } from '@voltpark/kit/clock';
import { newId } from '@voltpark/kit/ids';
import { patientTransactions, testContext, type TestContext } from '@voltpark/kit/testing';
import pg from 'pg';
import { forgetPast } from '../../src/application/forget-past.js';
import { PrismaClient } from '../../src/db/generated/client.js';
import type { Db } from '../../src/db/saving.js';
import { storesIn, transactions } from '../../src/db/transactions.js';
import { publish } from '../../src/events/publish.js';
import { reactions } from '../../src/events/react.js';
import { context } from '../../src/main.js';
import { actorWith, gate, operator, tenantId } from './actors.js';

/** One member of a mutation's result union, as specs look at it. */
export interface Result extends Record<string, unknown> {
  readonly __typename: string;
}

export interface OutboxRow {
  readonly type: string;
  readonly aggregate_type: string;
  readonly aggregate_id: string;
  readonly aggregate_version: number;
  readonly actor_id: string;
  readonly data: Record<string, unknown>;
}

let keys = 0;
/** A key that was never used before. */
export const newKey = () => `key-${(keys += 1)}`;

export type FacilityWords = Partial<facilitiesEvents.FacilitySnapshot>;
type VehicleSnapshot = DataOf<typeof accountsEvents.vehicleUpdated>;

/** A facility as its context tells of it. */
export const facilitySnapshot = (
  otherwise: FacilityWords = {},
): facilitiesEvents.FacilitySnapshot => ({
  facilityId: newId(),
  tenantId,
  externalId: null,
  name: 'Altmarkt',
  street: 'Altmarkt 1',
  postalCode: '01067',
  city: 'Dresden',
  country: 'DE',
  latitude: 51.0507,
  longitude: 13.7418,
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  status: 'ACTIVE',
  evPolicy: 'STRICT',
  pricingStrategy: 'BASIC',
  openingPeriods: [],
  specialDays: [],
  capacity: [{ size: 'STANDARD', kind: 'ICE', places: 400 }],
  ...otherwise,
});

export const vehicleSnapshot = (otherwise: Partial<VehicleSnapshot> = {}): VehicleSnapshot => ({
  vehicleId: newId(),
  registration: 'DDVP123',
  customerId: 'customer-one',
  size: 'STANDARD',
  isElectric: false,
  make: 'Skoda',
  model: 'Octavia',
  colour: 'Red',
  active: true,
  ...otherwise,
});

/** Most mutations may find the input wanting or what it names missing. */
const commonRefusals = '... on InvalidInput { field } ... on NotFound { entity key }';

/** The context with a few words for what specs do all the time. */
export async function runParking(options?: Parameters<typeof testContext>[1]) {
  const started: TestContext = await testContext(context, options);
  const pool = new pg.Pool({ connectionString: started.databaseUrl, max: 4 });
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: patientTransactions,
  });
  const system: Actor = { ...gate, kind: 'SYSTEM', id: 'system' };
  const known = reactions({ clock: options?.clock ?? systemClock, newId }, (tx: Db) =>
    storesIn({ tx, cause: { actor: system }, now: new Date(), publish, wrote: () => undefined }),
  );

  async function data<Data = Record<string, never>>(
    query: string,
    variables: object = {},
    actor: Actor = operator,
  ): Promise<Data> {
    const response = await started.ask(query, variables, actor);
    if (response.errors !== undefined) throw new Error(JSON.stringify(response.errors));
    return response.data as Data;
  }

  /** Asks for a mutation with these fields of its result's members. */
  async function choose(name: string, input: object, actor: Actor, fields: string) {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const members = `__typename ... on Refusal { message } ${fields}`;
    const answered = await data<Record<string, Result>>(
      `mutation ($input: ${type}!) { ${name}(input: $input) { ${members} } }`,
      { input },
      actor,
    );
    const result = answered[name];
    if (result === undefined) throw new Error(`${name} answered nothing.`);
    return result;
  }

  const mutate = (name: string, input: object, actor: Actor, fields = '') =>
    choose(name, input, actor, `${commonRefusals} ${fields}`);

  /** Lets an event of another context arrive. */
  async function hears<Data>(event: EventDefinition<Data>, of: Data, version = 1): Promise<void> {
    const reaction = known.find((one) => one.event.type === event.type);
    if (reaction === undefined) throw new Error(`Nothing reacts to ${event.type}.`);
    const envelope = { aggregateversion: version, data: of } as never;
    await prisma.$transaction((tx) => reaction.handle(envelope, tx));
  }

  async function facility(words: FacilityWords = {}): Promise<string> {
    const snapshot = facilitySnapshot(words);
    await hears(facilitiesEvents.facilityRegistered, snapshot);
    return snapshot.facilityId;
  }

  const layOut = (
    facilityId: string,
    ranges: readonly object[],
    level = 'P0',
    actor: Actor = operator,
  ) =>
    mutate(
      'layOutSlots',
      { facilityId, idempotencyKey: newKey(), levels: [{ name: level, ordinal: 0, ranges }] },
      actor,
      '... on SlotsLaidOut { slotCount levels { id name } facility { id } }',
    );

  return {
    ...started,
    data,
    mutate,
    choose,
    hears,
    facility,
    layOut,
    /** A facility with so many slots for cars. */
    async carPark(slots: number, words: FacilityWords = {}): Promise<string> {
      const facilityId = await facility(words);
      const range = { pattern: 'A-####', from: 1, to: slots, size: 'STANDARD', kind: 'ICE' };
      const ranges = [{ ...range, distanceMetres: 1, distanceStepMetres: 1 }];
      await layOut(facilityId, ranges, 'P0', actorWith('OPERATOR', { tenantId, ...words }));
      return facilityId;
    },
    park: (input: object, actor: Actor = gate) =>
      mutate(
        'parkVehicle',
        { size: 'STANDARD', idempotencyKey: newKey(), ...input },
        actor,
        `... on VehicleParked { session { id registration enteredAt } slot { id number size kind } }
         ... on FacilityFull { alternative { id } alternativeDistanceMetres }
         ... on FacilityClosed { opensAt }
         ... on VehicleAlreadyParked { facility { id } since }
         ... on SlotNotFit { reason } ... on SlotTaken { slot { id } }
         ... on MalformedRegistration { registration }
         ... on IdempotencyKeyReused { idempotencyKey }`,
      ),
    leave: (input: object, actor: Actor = gate) =>
      mutate(
        'leave',
        { idempotencyKey: newKey(), ...input },
        actor,
        `... on VehicleLeft { duration session { id status leftAt end } }
         ... on PaymentRequired { reason paidUntil exitBy session { id } }`,
      ),
    setSlotStatus: (slotId: string, status: string, actor: Actor = operator) =>
      choose(
        'setSlotStatus',
        { slotId, status },
        actor,
        '... on SlotStatusSet { slot { id status } } ... on SlotInUse { slot { id } }',
      ),
    async outbox(): Promise<OutboxRow[]> {
      const { rows } = await pool.query<OutboxRow>(
        `SELECT type, aggregate_type, aggregate_id, aggregate_version::int, actor_id, data
         FROM outbox ORDER BY position`,
      );
      return rows;
    },
    /** The round that forgets what is over, as it will be then. */
    forgets(at: Date): Promise<number> {
      const clock = { now: () => at };
      const transact = transactions(prisma, publish, clock, () => undefined);
      return forgetPast({ clock, transact, system: { actor: system } })();
    },
    async sql<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
      return (await pool.query<Row>(text, values)).rows;
    },
    async stop() {
      await prisma.$disconnect();
      await pool.end();
      await started.stop();
    },
  };
}

export type RunningParking = Awaited<ReturnType<typeof runParking>>;
