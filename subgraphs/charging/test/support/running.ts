import { PrismaPg } from '@prisma/adapter-pg';
import {
  accountsEvents,
  facilitiesEvents,
  parkingEvents,
  type Actor,
  type DataOf,
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
import { device, driver, operator, tenantId } from './actors.js';

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

type Stay = DataOf<typeof parkingEvents.vehicleParked>;
type Vehicle = DataOf<typeof accountsEvents.vehicleUpdated>;

let count = 0;
/** A key that was never used before. */
export const newKey = () => `key-${(count += 1)}`;
/** A registration that nobody has. */
export const newRegistration = () => `EV${String((count += 1)).padStart(6, '0')}`;

/** A facility as its context tells of it. */
export const facilitySnapshot = (
  otherwise: Partial<facilitiesEvents.FacilitySnapshot> = {},
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
  capacity: [{ size: 'STANDARD', kind: 'EV', places: 40 }],
  ...otherwise,
});

/** What specs want to know of a session. */
export const sessionFields =
  'id status registration startedAt activeSince pausedAt stoppedAt stopReason endedAt estimatedEndAt';

const startFields = `... on ChargingStarted { session { ${sessionFields} } }
  ... on InvalidInput { field } ... on NotFound { entity key }
  ... on VehicleAlreadyCharging { sessionId } ... on ConnectorOccupied { connectorId }
  ... on ConnectorIncompatible { connectorType vehicleConnectorTypes }
  ... on StationUnavailable { stationStatus: status }
  ... on ConnectorUnavailable { connectorStatus: status }
  ... on VehicleNotAtConnector { parkedAt { id } connectorAt { id } }`;

/** The context with a few words for what specs do all the time. */
export async function runCharging(options?: Parameters<typeof testContext>[1]) {
  const started: TestContext = await testContext(context, options);
  const pool = new pg.Pool({ connectionString: started.databaseUrl, max: 4 });
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: patientTransactions,
  });
  const clock = options?.clock ?? systemClock;
  const saving = () => ({ cause: systemCause, now: clock.now(), publish, wrote: () => undefined });
  const known = reactions({
    clock,
    newId,
    storesIn: (tx: Db) => storesIn({ tx, ...saving() }),
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

  async function mutate(name: string, input: object, actor: Actor, fields = ''): Promise<Result> {
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

  /** Lets an event of another context arrive. */
  async function hears<Data>(event: EventDefinition<Data>, of: Data, version = 1): Promise<void> {
    const reaction = known.find((one) => one.event.type === event.type);
    if (reaction === undefined) throw new Error(`Nothing reacts to ${event.type}.`);
    const envelope = { aggregateversion: version, data: of } as never;
    await prisma.$transaction((tx) => reaction.handle(envelope, tx));
  }

  async function facility(words: Partial<facilitiesEvents.FacilitySnapshot> = {}) {
    const snapshot = facilitySnapshot(words);
    await hears(facilitiesEvents.facilityRegistered, snapshot);
    return snapshot.facilityId;
  }

  /** A station at a facility of its own, with one charger a slot; each has a CCS and a Type 2 connector. */
  async function station(slots = 1) {
    const facilityId = await facility();
    const slotIds = Array.from({ length: slots }, () => newId());
    const connectors = [{ type: 'IEC_62196_T2_COMBO' }, { type: 'IEC_62196_T2', powerKw: '22' }];
    const chargers = slotIds.map((slotId) => ({
      slotId,
      level: 'DCFC',
      powerKw: '150',
      connectors,
    }));
    const registered = await mutate(
      'registerStation',
      { idempotencyKey: newKey(), facilityId, name: 'North', chargers },
      operator,
      '... on StationRegistered { station { id chargers { id connectors { id type } } } }',
    );
    const made = registered['station'] as {
      id: string;
      chargers: { id: string; connectors: { id: string }[] }[];
    };
    const connectorIds = made.chargers.map(({ connectors: each }) => each.map(({ id }) => id));
    return { stationId: made.id, facilityId, slotIds, connectorIds };
  }

  /** A vehicle parks at a slot of a facility. */
  async function parks(words: Partial<Stay> & Pick<Stay, 'facilityId' | 'slotId'>): Promise<Stay> {
    const stay: Stay = {
      sessionId: newId(),
      tenantId,
      slotNumber: 'E-1',
      slotKind: 'EV',
      registration: newRegistration(),
      customerId: 'customer-one',
      vehicleSize: 'STANDARD',
      isElectric: true,
      enteredAt: new Date(clock.now().getTime() - 60_000).toISOString(),
      ...words,
    };
    await hears(parkingEvents.vehicleParked, stay);
    return stay;
  }

  const leaves = (stay: Stay, leftAt: Date = clock.now(), version = 2) =>
    hears(
      parkingEvents.vehicleLeft,
      { ...stay, leftAt: leftAt.toISOString(), durationSeconds: 60 },
      version,
    );

  /** What accounts tell of a vehicle. */
  const vehicle = (words: Partial<Vehicle> & Pick<Vehicle, 'registration'>) =>
    hears(accountsEvents.vehicleUpdated, {
      vehicleId: newId(),
      customerId: 'customer-one',
      size: 'STANDARD',
      isElectric: true,
      make: null,
      model: null,
      colour: null,
      active: true,
      ...words,
    });

  const session = async (id: string, actor: Actor = operator) => {
    const query = `query ($id: ID!) { chargingSession(id: $id) { ${sessionFields} } }`;
    const answered = await data<{ chargingSession: Record<string, unknown> | null }>(
      query,
      { id },
      actor,
    );
    return answered.chargingSession;
  };

  const start = (input: object, actor: Actor = driver) =>
    mutate('startCharging', { idempotencyKey: newKey(), ...input }, actor, startFields);

  return {
    ...started,
    data,
    mutate,
    hears,
    facility,
    station,
    parks,
    leaves,
    vehicle,
    session,
    start,
    startFields,
    /** A vehicle parks and begins to charge at a connector of its own. */
    async charging(words: object = {}, actor: Actor = driver) {
      const place = await station();
      const [slotId = ''] = place.slotIds;
      const [connectorId = ''] = place.connectorIds[0] ?? [];
      const stay = await parks({ facilityId: place.facilityId, slotId });
      const input = { connectorId, parkingSessionId: stay.sessionId, ...words };
      const begun = (await start(input, actor)) as Result & { session?: { id: string } };
      if (begun.session === undefined) throw new Error(`It did not begin: ${begun.__typename}.`);
      return { ...place, stay, slotId, connectorId, sessionId: begun.session.id };
    },
    pause: (sessionId: string, actor: Actor = driver, words: object = {}) =>
      mutate(
        'pauseCharging',
        { idempotencyKey: newKey(), sessionId, ...words },
        actor,
        `... on ChargingPaused { session { ${sessionFields} } } ... on InvalidInput { field }
         ... on SessionNotActive { status } ... on ChargingSessionStopped { reason }`,
      ),
    resume: (sessionId: string, actor: Actor = driver, words: object = {}) =>
      mutate(
        'resumeCharging',
        { idempotencyKey: newKey(), sessionId, ...words },
        actor,
        `... on ChargingResumed { session { ${sessionFields} } }
         ... on SessionNotPaused { status } ... on ChargingSessionStopped { reason }`,
      ),
    stopCharging: (sessionId: string, words: object = {}, actor: Actor = driver) =>
      mutate(
        'stopCharging',
        { idempotencyKey: newKey(), sessionId, ...words },
        actor,
        `... on ChargingStopped { repeated session { ${sessionFields} } }
         ... on StopRecorded { sessionId recordedAt } ... on InvalidInput { field }
         ... on ChargingSessionEnded { reason endedAt status }`,
      ),
    reports: (connectorId: string, status: string, words: object = {}, actor: Actor = device) =>
      mutate(
        'reportConnectorStatus',
        { connectorId, status, ...words },
        actor,
        `... on ConnectorStatusReported { connector { status fault { code description } }
           session { ${sessionFields} } } ... on InvalidInput { field } ... on NotFound { entity }`,
      ),
    /** Energy flows: what a first reading makes of a session that was granted. */
    async flows(sessionId: string): Promise<void> {
      await pool.query(
        `UPDATE charging_session SET status = 'ACTIVE', active_since = started_at WHERE id = $1`,
        [sessionId],
      );
    },
    async connector(id: string) {
      const { rows } = await pool.query<{ status: string; session_id: string | null }>(
        'SELECT status, session_id FROM connector WHERE id = $1',
        [id],
      );
      return rows[0];
    },
    async outbox(aggregateId?: string): Promise<OutboxRow[]> {
      const { rows } = await pool.query<OutboxRow>(
        `SELECT type, aggregate_type, aggregate_id, aggregate_version::int, actor_id, data
         FROM outbox WHERE $1::text IS NULL OR aggregate_id = $1 ORDER BY position`,
        [aggregateId ?? null],
      );
      return rows;
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

export type RunningCharging = Awaited<ReturnType<typeof runCharging>>;
