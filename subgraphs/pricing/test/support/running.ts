import { PrismaPg } from '@prisma/adapter-pg';
import {
  chargingEvents,
  facilitiesEvents,
  type Actor,
  type DataOf,
  type EventDefinition,
} from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { patientTransactions, testContext } from '@voltpark/kit/testing';
import pg from 'pg';
import { forgetQuotes } from '../../src/application/read-quotes.js';
import { systemCause } from '../../src/application/system.js';
import { takeInSetting } from '../../src/application/take-in-setting.js';
import { PrismaClient } from '../../src/db/generated/client.js';
import type { Db } from '../../src/db/saving.js';
import { storesIn, transactions } from '../../src/db/transactions.js';
import { publish } from '../../src/events/publish.js';
import { reactions } from '../../src/events/react.js';
import { context } from '../../src/main.js';
import { operator } from './actors.js';
import { facilitySnapshot, noon, stationSnapshot } from './builders.js';

/** One member of a result union, as specs look at it. */
export interface Result extends Record<string, unknown> {
  readonly __typename: string;
}

export interface OutboxRow {
  readonly type: string;
  readonly aggregate_type: string;
  readonly aggregate_id: string;
  readonly aggregate_version: number;
  readonly actor_id: string;
  readonly tenant_id: string | null;
  readonly data: Record<string, unknown>;
}

let keys = 0;
/** A key that was never used before. */
export const newKey = () => `key-${(keys += 1)}`;

/** As variables travel: instants as text. */
const asJson = (variables: object) => JSON.parse(JSON.stringify(variables)) as object;

const refusals = `... on Refusal { message } ... on NotFound { entity key }`;
const version = 'id number effectiveFrom';
const written = `findings { severity code path }`;
const assignment = `assignment { id kind effectiveFrom origin facility { id } station { id } tariff { id } ratePlan { id } }`;
const early = '... on EffectiveFromTooEarly { earliest }';
const faulty = '... on FaultyRules { findings { severity code path } }';
const currency = '... on CurrencyMismatch { expected actual }';
const quote = `quote { id kind status from to expiresAt price { currency exclTax inclTax lines { kind rule inclTax exclTax } }
  invoiced { total { amount currency } net { amount } tax { amount } rates { taxPercent gross { amount } } }
  facility { id } ratePlanVersion { id } tariffVersion { id } discount { id code } }`;
const discount = `discount { id code name active appliesTo facilityIds validFrom validUntil maximumUses reduction {
  __typename ... on PercentOff { percent } ... on AmountOff { amount { amount currency } } ... on FreeMinutes { minutes } } }`;

/** What specs look at of each mutation's answer. */
const fields: Readonly<Record<string, string>> = {
  createTariff: `... on TariffCreated { tariff { id name } version { ${version} } ${written} } ${early} ${faulty}`,
  changeTariff: `... on TariffChanged { tariff { id name } version { ${version} name } ${written} } ${early} ${faulty}`,
  createRatePlan: `... on RatePlanCreated { ratePlan { id name } version { ${version} } ${written} } ${early} ${faulty}`,
  changeRatePlan: `... on RatePlanChanged { ratePlan { id name } version { ${version} } ${written} } ${early} ${faulty}`,
  assignTariff: `... on TariffAssigned { ${assignment} } ${early} ${currency}`,
  assignRatePlan: `... on RatePlanAssigned { ${assignment} } ${early} ${currency}`,
  createDiscount: `... on DiscountCreated { ${discount} } ... on DiscountCodeTaken { discountId } ${currency}`,
  changeDiscount: `... on DiscountChanged { ${discount} } ${currency}`,
  endDiscount: `... on DiscountWasEnded { ${discount} }`,
  quoteParking: `... on PriceQuoted { ${quote} } ... on DiscountNotApplicable { code }`,
  quoteCharging: `... on PriceQuoted { ${quote} } ... on DiscountNotApplicable { code } ... on NoSuchConnector { connectorTypes }`,
  quoteStay: `... on PriceQuoted { ${quote} } ... on DiscountNotApplicable { code } ... on NoSuchConnector { connectorTypes }`,
};

/** The context on a clock that the spec moves, with a few words for what specs do all the time. */
export async function runPricing() {
  let now = noon;
  const clock = { now: () => now };
  const started = await testContext(context, { clock });
  const pool = new pg.Pool({ connectionString: started.databaseUrl, max: 4 });
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: patientTransactions,
  });
  const known = reactions(
    (tx: Db, actorId) =>
      storesIn({ tx, cause: systemCause(actorId), publish, wrote: () => undefined }),
    takeInSetting({ clock, newId }),
  );

  async function data<Data = Record<string, never>>(
    query: string,
    variables: object = {},
    actor: Actor = operator,
  ): Promise<Data> {
    const response = await started.ask(query, asJson(variables), actor);
    if (response.errors !== undefined) throw new Error(JSON.stringify(response.errors));
    return response.data as Data;
  }

  /** Asks for a mutation; an idempotency key is made where none is given. */
  async function mutate(name: string, input: object, actor: Actor = operator): Promise<Result> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const withKey = /^assign|^end|^changeDiscount/.test(name)
      ? input
      : { idempotencyKey: newKey(), ...input };
    // Only what can be answered may be asked for.
    const invalid = /^assign|^end/.test(name) ? '' : '... on InvalidInput { field }';
    const answered = await data<Record<string, Result>>(
      `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ${refusals} ${invalid} ${fields[name] ?? ''} } }`,
      { input: withKey },
      actor,
    );
    const result = answered[name];
    if (result === undefined) throw new Error(`${name} answered nothing.`);
    return result;
  }

  /** Lets an event of another context arrive. */
  async function hears<Data>(
    event: EventDefinition<Data>,
    of: Data,
    about: { readonly version?: number; readonly time?: Date; readonly actor?: string } = {},
  ): Promise<void> {
    const reaction = known.filter((one) => one.event.type === event.type);
    if (reaction.length === 0) throw new Error(`Nothing reacts to ${event.type}.`);
    const envelope = {
      aggregateversion: about.version ?? 1,
      time: (about.time ?? now).toISOString(),
      actor: about.actor ?? 'somebody',
      data: of,
    } as never;
    for (const { handle } of reaction) await prisma.$transaction((tx) => handle(envelope, tx));
  }

  const idOf = (result: Result, field: string): string => {
    const found = result[field] as { readonly id?: string } | undefined;
    if (found?.id === undefined) throw new Error(JSON.stringify(result));
    return found.id;
  };

  return {
    ...started,
    data,
    mutate,
    hears,
    now: () => now,
    /** Lets time pass, or go to an instant. */
    goTo(instant: Date) {
      now = instant;
    },
    async facility(words: Parameters<typeof facilitySnapshot>[0] = {}): Promise<string> {
      const snapshot = facilitySnapshot(words);
      await hears(facilitiesEvents.facilityRegistered, snapshot);
      return snapshot.facilityId;
    },
    async station(
      facilityId: string,
      words: Partial<DataOf<typeof chargingEvents.stationRegistered>> = {},
    ): Promise<string> {
      const snapshot = stationSnapshot(facilityId, words);
      await hears(chargingEvents.stationRegistered, snapshot);
      return snapshot.stationId;
    },
    /** A tariff's id. */
    tariff: async (tariff: object, words: object = {}, actor: Actor = operator) =>
      idOf(await mutate('createTariff', { name: 'Power', tariff, ...words }, actor), 'tariff'),
    /** A rate plan's id. */
    plan: async (plan: object, words: object = {}, actor: Actor = operator) =>
      idOf(await mutate('createRatePlan', { plan, ...words }, actor), 'ratePlan'),
    /** What the context does by itself now and then. */
    keepHouse: () =>
      forgetQuotes({ clock, transact: transactions(prisma, publish, () => undefined) })(
        systemCause('system'),
      ),
    /** The codes of the errors. */
    async codes(query: string, variables: object, actor: Actor): Promise<unknown[]> {
      const { errors } = await started.ask(query, asJson(variables), actor);
      return (errors ?? []).map(({ extensions }) => extensions?.['code']);
    },
    async outbox(): Promise<OutboxRow[]> {
      const { rows } = await pool.query<OutboxRow>(
        `SELECT type, aggregate_type, aggregate_id, aggregate_version::int, actor_id, tenant_id, data
         FROM outbox ORDER BY position`,
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

export type RunningPricing = Awaited<ReturnType<typeof runPricing>>;
