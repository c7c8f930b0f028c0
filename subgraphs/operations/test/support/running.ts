import { PrismaPg } from '@prisma/adapter-pg';
import {
  chargingEvents,
  facilitiesEvents,
  type Actor,
  type EventDefinition,
} from '@voltpark/contracts';
import { systemClock } from '@voltpark/kit/clock';
import { newId } from '@voltpark/kit/ids';
import { patientTransactions, testContext, type TestContext } from '@voltpark/kit/testing';
import pg from 'pg';
import { systemCause } from '../../src/application/ports.js';
import { PrismaClient } from '../../src/db/generated/client.js';
import type { Db } from '../../src/db/saving.js';
import { storesIn } from '../../src/db/transactions.js';
import { publish } from '../../src/events/publish.js';
import { reactions } from '../../src/events/react.js';
import { context } from '../../src/main.js';
import { device, operator, tenantId } from './actors.js';

/** One member of a mutation's result union, as specs look at it. */
export interface Result extends Record<string, unknown> {
  readonly __typename: string;
}

export interface OutboxRow {
  readonly type: string;
  readonly aggregate_version: number;
  readonly data: Record<string, unknown>;
}

let count = 0;
const newKey = () => `key-${(count += 1)}`;

/** The context with a few words for what specs do all the time. */
export async function runOperations(options?: Parameters<typeof testContext>[1]) {
  const started: TestContext = await testContext(context, options);
  const pool = new pg.Pool({ connectionString: started.databaseUrl, max: 2 });
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: patientTransactions,
  });
  const clock = options?.clock ?? systemClock;
  const known = reactions({
    clock,
    newId,
    patience: { worseAfterMs: 60_000, betterAfterMs: 300_000 },
    storesIn: (tx: Db) =>
      storesIn({ tx, cause: systemCause, now: clock.now(), publish, wrote: () => undefined }),
  });

  async function data<Data = Record<string, never>>(
    query: string,
    variables: object = {},
    actor: Actor = operator,
  ): Promise<Data> {
    const response = await started.ask(query, variables, actor);
    if (response.errors !== undefined) throw new Error(JSON.stringify(response.errors));
    return response.data as Data;
  }

  async function mutate(name: string, input: object, fields = '', actor = operator) {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const answered = await data<Record<string, Result>>(
      `mutation ($input: ${type}!) { ${name}(input: $input) {
        __typename ... on Refusal { message } ${fields} } }`,
      { input },
      actor,
    );
    const result = answered[name];
    if (result === undefined) throw new Error(`${name} answered nothing.`);
    return result;
  }

  let versions = 0;
  /** Lets an event of another context arrive; unless told otherwise, each is later than all before. */
  async function hears<Data>(
    event: EventDefinition<Data>,
    of: Data,
    version = (versions += 1),
  ): Promise<void> {
    const reaction = known.find((one) => one.event.type === event.type);
    if (reaction === undefined) throw new Error(`Nothing reacts to ${event.type}.`);
    const envelope = {
      ...{ aggregateversion: version, time: clock.now().toISOString(), data: of },
    } as never;
    await prisma.$transaction((tx) => reaction.handle(envelope, tx));
  }

  async function facility(timeZone = 'Europe/Berlin'): Promise<string> {
    const facilityId = newId();
    await hears(facilitiesEvents.facilityRegistered, {
      ...{ facilityId, tenantId, externalId: null, name: 'Altmarkt', street: 'Altmarkt 1' },
      ...{ postalCode: '01067', city: 'Dresden', country: 'DE', latitude: 51, longitude: 13.7 },
      ...{ timeZone, currency: 'EUR', status: 'ACTIVE', evPolicy: 'STRICT' },
      ...{ pricingStrategy: 'BASIC', openingPeriods: [], specialDays: [], capacity: [] },
    });
    return facilityId;
  }

  /** A gate at a facility of its own, unless that is named. */
  async function gate(at?: string) {
    const facilityId = at ?? (await facility());
    const input = { idempotencyKey: newKey(), facilityId, kind: 'GATE', name: 'North' };
    const registered = await mutate(
      'registerDevice',
      input,
      '... on DeviceRegistered { device { id } }',
    );
    const { id } = registered['device'] as { id: string };
    return { deviceId: id, facilityId };
  }

  /** A station with one charger of so many connectors. */
  async function charger(connectors = 2) {
    const place = { stationId: newId(), facilityId: await facility(), tenantId };
    const chargerId = newId();
    const connectorIds = Array.from({ length: connectors }, () => newId());
    await hears(chargingEvents.stationRegistered, {
      ...place,
      name: 'North',
      status: 'ONLINE',
      chargers: [
        {
          ...{ chargerId, slotId: null, level: 'DCFC', powerW: 150_000 },
          connectors: connectorIds.map((connectorId) => ({
            ...{ connectorId, type: 'IEC_62196_T2_COMBO' as const, powerW: 150_000 },
          })),
        },
      ],
    });
    const reports = (connectorId: string, status: 'AVAILABLE' | 'OUTOFORDER') =>
      hears(chargingEvents.connectorStatusChanged, {
        ...{ ...place, chargerId, connectorId, slotId: null, previous: 'UNKNOWN', status },
        ...{ sessionId: null, since: clock.now().toISOString() },
        fault: status === 'OUTOFORDER' ? { code: 'GroundFailure', description: null } : null,
      });
    return { ...place, chargerId, connectorIds, reports };
  }

  const sends = (readings: readonly object[], by: Actor = device) =>
    mutate(
      'ingestTelemetry',
      { readings },
      '... on TelemetryIngested { acceptedCount outcomes }',
      by,
    );

  const healthOf = async (id: string) => {
    const query = 'query ($id: ID!) { device(id: $id) { health healthSince reasons } }';
    const { device: found } = await data<{
      device: { health: string; healthSince: string; reasons: string[] };
    }>(query, { id });
    return found;
  };

  async function outbox(aggregateId: string): Promise<OutboxRow[]> {
    const { rows } = await pool.query<OutboxRow>(
      `SELECT type, aggregate_version::int AS aggregate_version, data FROM outbox WHERE aggregate_id = $1
       ORDER BY position`,
      [aggregateId],
    );
    return rows;
  }

  return {
    ...{ started, pool, data, mutate, hears, facility, gate, charger, sends, healthOf, outbox },
    async stop() {
      await prisma.$disconnect();
      await pool.end();
      await started.stop();
    },
  };
}

export type RunningOperations = Awaited<ReturnType<typeof runOperations>>;
