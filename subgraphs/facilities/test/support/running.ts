import { PrismaPg } from '@prisma/adapter-pg';
import {
  chargingEvents,
  type Actor,
  type Envelope,
  type EventDefinition,
} from '@voltpark/contracts';
import { systemClock } from '@voltpark/kit/clock';
import { patientTransactions, testContext, type TestContext } from '@voltpark/kit/testing';
import pg from 'pg';
import { freePlacesStore } from '../../src/db/free-places-store.js';
import { PrismaClient } from '../../src/db/generated/client.js';
import type { Db } from '../../src/db/saving.js';
import { storesIn } from '../../src/db/transactions.js';
import { publish } from '../../src/events/publish.js';
import { reactions } from '../../src/events/react.js';
import { context } from '../../src/main.js';
import { admin } from './builders.js';

/** One member of a mutation's result union, as the spec wants to look at it. */
export interface Result extends Record<string, unknown> {
  readonly __typename: string;
  readonly facility?: { readonly id: string };
}

/** The context with a few words for what specs do all the time. */
export interface RunningFacilities extends TestContext {
  /** The data; throws when there are errors. */
  data<Data = Record<string, unknown>>(
    query: string,
    variables?: object,
    actor?: Actor,
  ): Promise<Data>;
  /** The codes of the errors. */
  codes(query: string, variables?: object, actor?: Actor): Promise<unknown[]>;
  registerTenant(name: string): Promise<string>;
  registerFacility(input: object, actor?: Actor): Promise<Result>;
  /** A registered facility's id. */
  facilityOf(tenantId: string, input?: object): Promise<string>;
  /** Lets an event of another context arrive, as the inbox does. */
  hears<Data>(event: EventDefinition<Data>, data: Data, version?: number): Promise<void>;
  /** Lets charging announce a station. */
  announceStation(stationId: string, at: { facilityId: string; tenantId: string }): Promise<void>;
  /** Rows of the outbox in the order of their writing. */
  outbox(): Promise<OutboxRow[]>;
  sql<Row extends object = Record<string, unknown>>(
    text: string,
    values?: unknown[],
  ): Promise<Row[]>;
}

export interface OutboxRow {
  readonly type: string;
  readonly aggregate_type: string;
  readonly aggregate_id: string;
  readonly aggregate_version: string;
  readonly actor_id: string;
  readonly tenant_id: string | null;
  readonly data: Record<string, unknown>;
}

export const refusalFields = `... on Refusal { __typename message }`;

let keys = 0;
/** A key that was never used before. */
export const newKey = () => `key-${(keys += 1)}`;

/** Input that registers a facility, with what a spec wants otherwise. */
export const facilityInput = <Otherwise extends object = object>(
  otherwise: Otherwise = {} as Otherwise,
) => ({
  idempotencyKey: newKey(),
  name: 'Altmarkt',
  address: { street: 'Altmarkt 1', postalCode: '01067', city: 'Dresden', country: 'DE' },
  position: { latitude: 51.05067, longitude: 13.741789 },
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  capacity: [{ size: 'STANDARD', kind: 'ICE', places: 400 }],
  ...otherwise,
});

/** Starts the context on a database of its own. */
export async function runFacilities(
  options?: Parameters<typeof testContext>[1],
): Promise<RunningFacilities> {
  const started = await testContext(context, options);
  const pool = new pg.Pool({ connectionString: started.databaseUrl, max: 2 });
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: patientTransactions,
  });
  const known = reactions({ clock: options?.clock ?? systemClock }, (tx: Db) => ({
    ...storesIn({ tx, cause: { actor: admin }, publish, wrote: () => undefined }),
    freePlaces: freePlacesStore(tx),
  }));
  const hears: RunningFacilities['hears'] = async (event, of, version = 1) => {
    const reaction = known.find((one) => one.event.type === event.type);
    if (reaction === undefined) throw new Error(`Nothing reacts to ${event.type}.`);
    const envelope = { data: of, aggregateversion: version } as unknown as Envelope<never>;
    await prisma.$transaction((tx) => reaction.handle(envelope, tx));
  };
  const data: RunningFacilities['data'] = async <Data>(
    query: string,
    variables?: object,
    actor: Actor = admin,
  ) => {
    const response = await started.ask(query, variables, actor);
    if (response.errors !== undefined) throw new Error(JSON.stringify(response.errors));
    return response.data as Data;
  };
  const registerFacility: RunningFacilities['registerFacility'] = async (input, actor = admin) => {
    const answered = await data<{ registerFacility: Result }>(
      `mutation ($input: RegisterFacilityInput!) {
        registerFacility(input: $input) {
          __typename
          ... on FacilityRegistered { facility { id administration { version } } }
          ... on InvalidInput { field }
          ... on NotFound { entity key }
          ... on FacilityNameTaken { facilityId }
          ... on ExternalIdTaken { facilityId }
          ... on OverlappingOpeningPeriods { field firstIndex secondIndex }
          ${refusalFields}
        }
      }`,
      { input },
      actor,
    );
    return answered.registerFacility;
  };
  return {
    ...started,
    data,
    registerFacility,
    hears,
    announceStation: (stationId, at) =>
      hears(chargingEvents.stationRegistered, {
        stationId,
        ...at,
        name: stationId,
        status: 'ONLINE',
        chargers: [],
      }),
    async codes(query, variables, actor = admin) {
      const { errors } = await started.ask(query, variables, actor);
      return (errors ?? []).map(({ extensions }) => extensions?.['code']);
    },
    async registerTenant(name) {
      const { registerTenant } = await data<{ registerTenant: { tenant: { id: string } } }>(
        `mutation ($input: RegisterTenantInput!) {
          registerTenant(input: $input) { ... on TenantRegistered { tenant { id } } }
        }`,
        { input: { idempotencyKey: newKey(), name } },
      );
      return registerTenant.tenant.id;
    },
    async facilityOf(tenantId, input = {}) {
      const result = await registerFacility(facilityInput({ tenantId, ...input }));
      if (result.facility === undefined) throw new Error(JSON.stringify(result));
      return result.facility.id;
    },
    async outbox() {
      const { rows } = await pool.query<OutboxRow>(
        `SELECT type, aggregate_type, aggregate_id, aggregate_version, actor_id, tenant_id, data
         FROM outbox ORDER BY position`,
      );
      return rows;
    },
    async sql<Row extends object>(text: string, values: unknown[] = []) {
      const { rows } = await pool.query<Row>(text, values);
      return rows;
    },
    async stop() {
      await prisma.$disconnect();
      await pool.end();
      await started.stop();
    },
  };
}
