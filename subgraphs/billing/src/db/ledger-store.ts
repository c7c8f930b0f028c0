import { newId } from '@voltpark/kit/ids';
import type { LedgerReads } from '../application/money-ports.js';
import type { ChargeKind } from '../domain/charge.js';
import { ledgerAccounts, type LedgerAccount, type LedgerEntry } from '../domain/ledger.js';
import { Prisma, type LedgerEntryRow, type LedgerPostingRow } from './generated/client.js';
import type { Db } from './saving.js';

/** Adds entries to the ledger. The database refuses at commit what does not sum to zero. */
export async function post(tx: Db, entries: readonly LedgerEntry[]): Promise<void> {
  for (const { postings, ...entry } of entries) {
    const { tenantId, currency, occurredAt } = entry;
    const id = newId();
    await tx.ledgerEntryRow.create({ data: { ...entry, id } });
    await tx.ledgerPostingRow.createMany({
      data: postings.map(({ amountMinor, ...posting }) => ({
        ...posting,
        ...{ entryId: id, tenantId, currency, occurredAt },
        amountMinor: BigInt(amountMinor),
      })),
    });
  }
}

/** What an invoice posted when it was issued. */
export async function issuedEntriesOf(tx: Db, invoiceId: string): Promise<LedgerEntry[]> {
  const rows = await tx.ledgerEntryRow.findMany({
    where: { kind: 'INVOICE_ISSUED', sourceId: invoiceId },
    include: { postings: { orderBy: { id: 'asc' } } },
  });
  return rows.map(entryOf);
}

function entryOf(
  row: LedgerEntryRow & { readonly postings: readonly LedgerPostingRow[] },
): LedgerEntry {
  const { sourceId, tenantId, currency, occurredAt } = row;
  return {
    ...{ sourceId, tenantId, currency, occurredAt },
    kind: row.kind as LedgerEntry['kind'],
    postings: row.postings.map((posting) => ({
      account: accountOf(posting.account),
      amountMinor: Number(posting.amountMinor),
      invoiceId: posting.invoiceId,
      customerId: posting.customerId,
      facilityId: posting.facilityId,
      chargeKind: posting.chargeKind as ChargeKind | null,
      taxPercent: posting.taxPercent,
    })),
  };
}

function accountOf(name: string): LedgerAccount {
  const account = ledgerAccounts.find((one) => one === name);
  if (account === undefined) throw new Error(`There is no account ${name}.`);
  return account;
}

/** Balances, from the postings themselves. */
export function ledgerReads(db: Db): LedgerReads {
  return {
    async trialBalance(tenantId, at) {
      const rows = await db.$queryRaw<
        {
          account: string;
          currency: string;
          facility_id: string | null;
          charge_kind: string | null;
          tax_percent: string | null;
          balance: bigint;
        }[]
      >`SELECT account, currency, facility_id, charge_kind, tax_percent, sum(amount_minor)::bigint AS balance
        FROM ledger_posting WHERE occurred_at <= ${at} AND ${ofTenant(tenantId)}
        GROUP BY 1, 2, 3, 4, 5 ORDER BY 2, 1, 3, 4, 5`;
      return rows.map((row) => ({
        account: accountOf(row.account),
        currency: row.currency,
        facilityId: row.facility_id,
        chargeKind: row.charge_kind,
        taxPercent: row.tax_percent,
        balanceMinor: Number(row.balance),
      }));
    },
    async balance(tenantId, { account, facilityId, customerId, invoiceId }, at) {
      const rows = await db.$queryRaw<{ currency: string; balance: bigint }[]>`
        SELECT currency, sum(amount_minor)::bigint AS balance FROM ledger_posting
        WHERE account = ${account} AND occurred_at <= ${at} AND ${ofTenant(tenantId)}
          AND (${facilityId}::text IS NULL OR facility_id = ${facilityId})
          AND (${customerId}::text IS NULL OR customer_id = ${customerId})
          AND (${invoiceId}::text IS NULL OR invoice_id = ${invoiceId})
        GROUP BY currency ORDER BY currency`;
      return rows.map(({ currency, balance }) => ({ currency, balanceMinor: Number(balance) }));
    },
  };
}

const ofTenant = (tenantId: string | null) =>
  tenantId === null ? Prisma.sql`true` : Prisma.sql`tenant_id = ${tenantId}`;
