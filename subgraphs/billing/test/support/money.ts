import { PrismaPg } from '@prisma/adapter-pg';
import type { Actor } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { patientTransactions, testContext, type TestContext } from '@voltpark/kit/testing';
import pg from 'pg';
import { vi } from 'vitest';
import { systemCause, type Stores } from '../../src/application/ports.js';
import { openReceivable, replaceReceivables } from '../../src/application/receivables.js';
import { PrismaClient } from '../../src/db/generated/client.js';
import { documentColumns } from '../../src/db/invoice-row.js';
import { transactions } from '../../src/db/transactions.js';
import type { Claim } from '../../src/domain/claim.js';
import { dueAtOf } from '../../src/domain/due.js';
import type { Document } from '../../src/domain/invoice.js';
import { publish } from '../../src/events/publish.js';
import { context } from '../../src/main.js';
import { TestClock } from './money-clock.js';
import { driver, operator, tenantId } from './actors.js';

/** One member of a mutation's result union, as specs look at it. */
export interface Result extends Record<string, unknown> {
  readonly __typename: string;
}

let keys = 0;
/** A key that was never used before. */
export const newKey = () => `key-${(keys += 1)}`;

const paymentFields =
  'id status amount { amount currency } captured { amount } refunded { amount } failure';
const refusals = `... on Refusal { message } ... on NotFound { entity } ... on InvalidInput { field }`;
const fields: Readonly<Record<string, string>> = {
  payInvoice: `... on PaymentReceived { payment { ${paymentFields} } } ... on PaymentPending { payment { ${paymentFields} } }
    ... on PaymentDeclined { code payment { ${paymentFields} } } ... on PaymentNotMade { payment { ${paymentFields} } }
    ... on AmountNotPayable { payable { amount } } ... on NotAToken { field } ... on NothingOwed { invoice { id status } }`,
  authorisePayment: `... on PaymentAuthorised { payment { ${paymentFields} expiresAt } }
    ... on PaymentPending { payment { ${paymentFields} } } ... on PaymentReceived { payment { ${paymentFields} } }`,
  capturePayment: `... on PaymentReceived { payment { ${paymentFields} } } ... on PaymentPending { payment { ${paymentFields} } }
    ... on PaymentDeclined { code } ... on AmountNotCapturable { capturable { amount } } ... on PaymentNotOpen { status }`,
  voidPayment: `... on PaymentVoided { payment { ${paymentFields} } } ... on PaymentNotOpen { status }`,
  refundPayment: `... on RefundIssued { refund { id status amount { amount } reason } payment { ${paymentFields} } }
    ... on RefundPending { refund { id status } } ... on RefundDeclined { code refund { id status } }
    ... on AmountNotRefundable { refundable { amount } } ... on PaymentNotCaptured { status }`,
};

export interface Issue {
  /** Minor units, tax included. */
  readonly totalMinor?: number;
  readonly customerId?: string | null;
  readonly dueDays?: number;
  readonly parkingPaidUntil?: Date | null;
}

/** Far longer than the background needs, shorter than the spec. */
const waiting = { timeout: 40_000, interval: 25 };

export type RunningMoney = Awaited<ReturnType<typeof runMoney>>;

/** The context with a few words for what specs do with money all the time; its clock stands still. */
export async function runMoney(
  environment: Readonly<Record<string, string>> = {},
  existing: { readonly databaseUrl?: string; readonly clock?: TestClock } = {},
) {
  const clock = existing.clock ?? new TestClock();
  const { databaseUrl } = existing;
  const started: TestContext = await testContext(context, {
    clock,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    environment: {
      BILLING_TEND_INTERVAL_MS: '20',
      // A payment ends as the processor says also where the machine is busy with others.
      BILLING_PROCESSOR_DEADLINE_MS: '10000',
      ...environment,
    },
  });
  const pool = new pg.Pool({ connectionString: started.databaseUrl, max: 4 });
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: patientTransactions,
  });
  const transact = transactions(prisma, publish, () => undefined);
  const inTransaction = <Value>(work: (stores: Stores) => Promise<Value>) =>
    transact(systemCause, work);

  async function claim(words: Issue = {}): Promise<Claim> {
    const issue = { totalMinor: 1000, customerId: driver.customerId, dueDays: 14, ...words };
    const invoiceId = newId();
    const taxMinor = Math.round((issue.totalMinor * 19) / 119);
    const issuedAt = clock.now();
    const made: Claim = {
      invoiceId,
      tenantId,
      facilityId: 'facility-one',
      customerId: issue.customerId,
      parkingSessionId: newId(),
      passId: null,
      currency: 'EUR',
      totalMinor: issue.totalMinor,
      taxMinor,
      issuedAt,
      dueAt: dueAtOf(issuedAt, issue.dueDays),
      parkingPaidUntil: issue.parkingPaidUntil ?? null,
      byKind: [{ kind: 'PARKING', netMinor: issue.totalMinor - taxMinor }],
      taxes: [{ taxPercent: '19', taxMinor }],
    };
    await prisma.invoiceRow.create({ data: invoiceRow(made) });
    return made;
  }

  const money = {
    ...started,
    clock,
    prisma,
    inTransaction,
    /** Issues an invoice, paper and claim. */
    async issue(words?: Issue): Promise<string> {
      const made = await claim(words);
      await inTransaction((stores) => openReceivable(stores, made));
      return made.invoiceId;
    },
    /** Takes invoices back; another may stand in for them. Its id. */
    async correct(invoiceIds: readonly string[], words: Issue | null): Promise<string | null> {
      const by = words === null ? null : await claim(words);
      const credited = invoiceIds.map((invoiceId) => ({ invoiceId, creditNoteId: newId() }));
      await inTransaction((stores) =>
        replaceReceivables(stores, { credited, by, at: clock.now(), newId }),
      );
      return by?.invoiceId ?? null;
    },
    async choose(name: string, input: object, actor: Actor): Promise<Result> {
      const type = name === 'payInvoice' || name === 'authorisePayment' ? 'PayInvoice' : name;
      const inputType = `${type.charAt(0).toUpperCase()}${type.slice(1)}Input`;
      const { data, errors } = await started.ask(
        `mutation ($input: ${inputType}!) { result: ${name}(input: $input) { __typename ${fields[name]} ${refusals} } }`,
        { input: { idempotencyKey: newKey(), ...input } },
        actor,
      );
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return (data as { result: Result }).result;
    },
    pay: (invoiceId: string, more: object = {}, actor: Actor = driver) =>
      money.choose(
        'payInvoice',
        { invoiceId, method: 'CREDIT_CARD', token: 'tok_ok', ...more },
        actor,
      ),
    refund: (paymentId: string, more: object = {}, actor: Actor = operator) =>
      money.choose('refundPayment', { paymentId, reason: 'Barrier was stuck', ...more }, actor),
    async data<Data>(query: string, variables: object, actor: Actor): Promise<Data> {
      const { data, errors } = await started.ask(query, variables, actor);
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data as Data;
    },
    sql: async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
      (await pool.query<Row>(text, values)).rows,
    payment: (id: string) => prisma.paymentRow.findUniqueOrThrow({ where: { id } }),
    receivable: (invoiceId: string) =>
      prisma.receivableRow.findUniqueOrThrow({ where: { invoiceId } }),
    /** Types and data of what was published of an invoice, in order. */
    async events(invoiceId: string) {
      return money.sql<{ type: string; data: Record<string, unknown> }>(
        'SELECT type, data FROM outbox WHERE key = $1 ORDER BY position',
        [invoiceId],
      );
    },
    types: async (invoiceId: string) => (await money.events(invoiceId)).map(({ type }) => type),
    /** Waits until something is so: the context works in the background, and a second passes with each look. */
    until: (check: () => Promise<void>) =>
      vi.waitFor(() => {
        clock.pass({ seconds: 1 });
        return check();
      }, waiting),
    /** Waits for what the context does in the background while the clock stands still. */
    soon: (check: () => Promise<void>) => vi.waitFor(check, waiting),
    async stop() {
      // Our own connections first: the context takes its database with it.
      await prisma.$disconnect();
      await pool.end();
      await started.stop();
    },
  };
  return money;
}

/** The paper of a claim, typed as the real one, so that a change of it shows here. */
function paperOf(claim: Claim): Document {
  const { invoiceId, issuedAt, dueAt, taxMinor, totalMinor } = claim;
  const netMinor = totalMinor - taxMinor;
  return {
    ...{ issuedAt, dueAt, netMinor, taxMinor, totalMinor },
    number: `INV-2026-${invoiceId}`,
    lines: [],
    taxes: [{ taxPercent: '19', netMinor, taxMinor, grossMinor: totalMinor }],
    byKind: [{ kind: 'PARKING', netMinor, grossMinor: totalMinor }],
    creditsInvoiceId: null,
    replacesInvoiceId: null,
    explanation: [],
    seller: { name: 'Altmarkt Parken', place: [] },
  };
}

function invoiceRow(claim: Claim) {
  const { invoiceId: id, tenantId: tenant, facilityId, customerId, currency } = claim;
  const { parkingSessionId, parkingPaidUntil } = claim;
  return {
    ...{ id, tenantId: tenant, facilityId, customerId, currency },
    ...{ parkingSessionId, parkingPaidUntil, createdAt: claim.issuedAt },
    kind: 'INVOICE',
    purpose: 'STAY',
    status: 'ISSUED',
    registration: 'DDVP123',
    timeZone: 'Europe/Berlin',
    version: 2,
    ...documentColumns(paperOf(claim)),
  };
}
