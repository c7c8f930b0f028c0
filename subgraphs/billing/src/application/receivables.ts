import type { Claim } from '../domain/claim.js';
import {
  openReceivable as open,
  replaceReceivables as replace,
} from '../domain/replace-receivables.js';
import type { MoneyStores } from './money-ports.js';
import { systemCause } from './ports.js';
import { recordMoney } from './record-money.js';

/** From now on an invoice is owed. Within the transaction that issues it. */
export async function openReceivable({ settlements }: MoneyStores, claim: Claim): Promise<void> {
  await settlements.save(open(claim));
}

/**
 * Credit notes take invoices back, and one invoice may stand in for them: what was paid pays that one, what is
 * above goes back to whoever paid it. Within the transaction that issues these documents.
 */
export async function replaceReceivables(
  stores: MoneyStores,
  correction: {
    readonly credited: readonly { readonly invoiceId: string; readonly creditNoteId: string }[];
    readonly by: Claim | null;
    readonly at: Date;
    readonly newId: () => string;
  },
): Promise<void> {
  const { by, at, newId } = correction;
  const credited = [];
  for (const { invoiceId, creditNoteId } of inOrder(correction.credited)) {
    const settlement = await stores.settlements.hold(invoiceId);
    if (settlement === null) throw new Error(`Nothing was ever owed on invoice ${invoiceId}.`);
    const issued = await stores.settlements.issuedEntries(invoiceId);
    credited.push({ settlement, creditNoteId, issued });
  }
  await stores.settlements.save(replace(credited, by, at));
  const given = { now: at, newId, actorId: systemCause.actor.id };
  const remaining = by === null ? credited.map(({ settlement }) => settlement.receivable) : [by];
  for (const { invoiceId } of remaining) {
    const settlement = await stores.settlements.hold(invoiceId);
    if (settlement !== null) await recordMoney(stores, settlement, [], given);
  }
}

const inOrder = <Item extends { readonly invoiceId: string }>(items: readonly Item[]): Item[] =>
  [...items].sort((a, b) => (a.invoiceId < b.invoiceId ? -1 : 1));
