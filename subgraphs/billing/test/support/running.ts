import { PrismaPg } from '@prisma/adapter-pg';
import type { Actor } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { patientTransactions, testContext, type TestContext } from '@voltpark/kit/testing';
import { createLogger } from '@voltpark/kit/log';
import pg from 'pg';
import { workOff } from '../../src/application/work-off.js';
import { PrismaClient } from '../../src/db/generated/client.js';
import { knownStore } from '../../src/db/known-store.js';
import type { Db } from '../../src/db/saving.js';
import { readsOver, transactions } from '../../src/db/transactions.js';
import { publish } from '../../src/events/publish.js';
import { reactions } from '../../src/events/react.js';
import { context } from '../../src/main.js';
import { operator } from './actors.js';
import { setClock } from './clock.js';
import { noon, type Heard } from './heard.js';

/** One member of a mutation's result union, as specs look at it. */
export interface Result extends Record<string, unknown> {
  readonly __typename: string;
}

export interface OutboxRow {
  readonly type: string;
  readonly aggregate_type: string;
  readonly aggregate_id: string;
  readonly aggregate_version: number;
  readonly data: Record<string, unknown>;
}

let keys = 0;
/** A key that was never used before. */
export const newKey = () => `key-${(keys += 1)}`;

/** A document, as specs look at it. */
export interface SeenDocument {
  readonly id: string;
  readonly kind: 'INVOICE' | 'CREDIT_NOTE';
  readonly purpose: string;
  readonly status: string;
  readonly number: string | null;
  readonly registration: string | null;
  readonly customer: { readonly id: string } | null;
  readonly total: { readonly amount: string } | null;
  readonly tax: { readonly amount: string } | null;
  readonly parkingPaidUntil: string | null;
  readonly explanation: readonly string[];
  readonly credits: { readonly id: string } | null;
  readonly replaces: { readonly id: string } | null;
  readonly lines: readonly {
    readonly kind: string;
    readonly inclTax: string;
    readonly rule: string;
  }[];
  readonly byKind: readonly {
    readonly kind: string;
    readonly gross: { readonly amount: string };
  }[];
}

const documentWords = `id kind purpose status number registration customer { id } total { amount } tax { amount }
  parkingPaidUntil explanation credits { id } replaces { id } lines { kind inclTax rule }
  byKind { kind gross { amount } }`;

/** The context with a few words for what specs do all the time. Its clock stands at noon until it is set. */
export async function runBilling(options: Parameters<typeof testContext>[1] = {}) {
  const clock = setClock(noon);
  const started: TestContext = await testContext(context, {
    clock,
    ...options,
    // A payment ends as the processor says also where the machine is busy with others.
    environment: { BILLING_PROCESSOR_DEADLINE_MS: '10000', ...options.environment },
  });
  const pool = new pg.Pool({ connectionString: started.databaseUrl, max: 6 });
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: patientTransactions,
  });
  const log = createLogger('billing', process.env['LOG_LEVEL'] ?? 'silent');
  const known = reactions((tx: Db) => ({ known: knownStore(tx), now: clock.now() }));
  const ports = {
    ...{ clock, newId, log, reads: readsOver(prisma) },
    transact: transactions(prisma, publish, () => undefined),
  };
  const round = workOff(ports);

  /** Lets events of other contexts arrive, all at once; billing has not looked at them yet. */
  async function arrive(...events: readonly Heard[]): Promise<void> {
    await prisma.$transaction(async (tx) => {
      for (const { event, data: of, version, at } of events) {
        const envelope = { aggregateversion: version, time: at.toISOString(), data: of } as never;
        const own = known.filter((one) => one.event.type === event.type);
        if (own.length === 0) throw new Error(`Nothing reacts to ${event.type}.`);
        for (const reaction of own) await reaction.handle(envelope, tx);
      }
    });
  }

  /** Bills until nothing is left to look at, whether by this worker or by the context's own. */
  async function workedOff(): Promise<void> {
    for (;;) {
      await round();
      const { rows } = await pool.query<{ left: number; reason: string | null }>(
        'SELECT count(*)::int AS left, max(reason) AS reason FROM work',
      );
      if (rows[0]?.reason != null) throw new Error(`Billing failed: ${rows[0].reason}`);
      if (rows[0]?.left === 0) return;
    }
  }

  async function hears(...events: readonly Heard[]): Promise<void> {
    for (const event of events) await arrive(event);
    await workedOff();
  }

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
  async function mutate(
    name: string,
    input: object,
    actor: Actor,
    fields: string,
  ): Promise<Result> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const answered = await data<Record<string, Result>>(
      `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on Refusal { message } ${fields} } }`,
      { input },
      actor,
    );
    const result = answered[name];
    if (result === undefined) throw new Error(`${name} answered nothing.`);
    return result;
  }

  return {
    ...started,
    ...{ clock, prisma, arrive, round, workedOff, hears, data, mutate },
    /** All documents of a stay, the oldest first. */
    async documents(parkingSessionId: string, actor: Actor = operator): Promise<SeenDocument[]> {
      const answered = await data<{ invoices: { edges: { node: SeenDocument }[] } }>(
        `query ($filter: InvoiceFilter!) { invoices(filter: $filter, first: 50) { edges { node { ${documentWords} } } } }`,
        { filter: { parkingSessionId } },
        actor,
      );
      return answered.invoices.edges.map(({ node }) => node).toReversed();
    },
    settle: (parkingSessionId: string, actor: Actor) =>
      mutate(
        'settleStay',
        { idempotencyKey: newKey(), parkingSessionId },
        actor,
        `... on StaySettled { invoice { id number status total { amount } } settledUntil leaveBefore invoices { id } }
         ... on ChargingInProgress { chargingSession { id } } ... on StayNotOpen { latestInvoice { id } }
         ... on NotBillableYet { waitingFor } ... on NotFound { entity key } ... on InvalidInput { field }`,
      ),
    async outbox(type?: string): Promise<OutboxRow[]> {
      const { rows } = await pool.query<OutboxRow>(
        `SELECT type, aggregate_type, aggregate_id, aggregate_version::int, data
         FROM outbox WHERE $1::text IS NULL OR type = $1 ORDER BY position`,
        [type ?? null],
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

export type RunningBilling = Awaited<ReturnType<typeof runBilling>>;
