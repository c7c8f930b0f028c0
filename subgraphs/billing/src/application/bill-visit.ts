import { decideBilling, type Bill, type BillingStep } from '../domain/bill-visit.js';
import type { ChargeLine } from '../domain/charge.js';
import { changedCharges } from '../domain/charges.js';
import type { DraftInvoice, Invoice, InvoiceIdentity } from '../domain/invoice.js';
import { cancelled, drafted } from '../domain/issue.js';
import { rateSessions, rateVisit } from '../domain/rate-visit.js';
import {
  debtorOf,
  standingOf,
  type BillingFacility,
  type VisitFacts,
  type VisitStanding,
} from '../domain/visit.js';
import { issueDocuments, type Issuer } from './issuing.js';
import type { Ports, Stores } from './ports.js';

/** A visit that is held, with all that is known of it. */
export interface HeldVisit {
  readonly facts: VisitFacts;
  /** The stay that is billed, and those merged into it. */
  readonly family: readonly [root: string, ...parts: string[]];
  readonly standing: VisitStanding;
}

/** A visit that is held, by the ids that {@link Stores.visits}' `hold` gave; null when it was not heard of. */
export async function visitOf(
  { visits }: Pick<Stores, 'visits'>,
  family: readonly [root: string, ...parts: string[]],
): Promise<HeldVisit | null> {
  const facts = await visits.facts(family[0]);
  return facts === null ? null : { facts, family, standing: standingOf(facts) };
}

/**
 * Makes charges and documents of a visit say what its facts say, whatever they said before: the only way in which
 * anything is billed. Nothing to do is nothing done.
 */
export async function billVisit(
  { newId }: Pick<Ports, 'newId'>,
  stores: Stores,
  { facts, family, standing }: HeldVisit,
  now: Date,
): Promise<void> {
  const { facility, stay } = facts;
  await stores.visits.wait(stay.id, standing.standing === 'WAITING' ? standing.for : null);
  if (facility === null) return;
  const { dueDays, seller } = facility;
  const issuer: Issuer = { stores, newId, now, dueDays, seller };
  const existing = await stores.invoices.holdOfStays(family);
  await dropDraftsOfParts(issuer, stay.id, existing);
  if (standing.standing === 'ABSORBED') return;
  const draft = await draftOf(issuer, facts, facility, existing);
  if (standing.standing !== 'DUE') {
    const isPriced = standing.standing === 'OPEN';
    if (isPriced)
      await saveCharges(issuer, facts, family, rateSessions(facts), facility, 'ONLY_ADD');
    return;
  }
  const { until } = standing;
  const lines = rateVisit(facts, facility, until);
  await saveCharges(issuer, facts, family, lines, facility, 'ALL');
  const bill: Bill = { parkingSessionId: stay.id, debtor: debtorOf(facts), until, lines };
  const step = decideBilling(bill, existing, facility.currency, (at) =>
    rateVisit(facts, facility, at),
  );
  await take(issuer, step, { bill, draft, identity: identityFor(facts, facility, now) });
  await stores.visits.pin(stay.id, now);
}

type Frame = Omit<InvoiceIdentity, 'id' | 'version' | 'parkingPaidUntil'>;

function identityFor(facts: VisitFacts, facility: BillingFacility, createdAt: Date): Frame {
  const { stay } = facts;
  return {
    kind: 'INVOICE',
    purpose: 'STAY',
    tenantId: stay.tenantId,
    facilityId: stay.facilityId,
    ...debtorOf(facts),
    parkingSessionId: stay.id,
    passId: null,
    currency: facility.currency,
    timeZone: facility.timeZone,
    createdAt,
  };
}

/** The draft that gathers what the visit costs; it is begun when there is no document at all yet. */
async function draftOf(
  issuer: Issuer,
  facts: VisitFacts,
  facility: BillingFacility,
  existing: readonly Invoice[],
): Promise<DraftInvoice | null> {
  const own = existing.filter(({ parkingSessionId }) => parkingSessionId === facts.stay.id);
  const draft = own.find((invoice) => invoice.status === 'DRAFT');
  if (draft?.status === 'DRAFT') return draft;
  if (existing.some(({ kind, status }) => kind === 'INVOICE' && status !== 'CANCELLED'))
    return null;
  const frame = identityFor(facts, facility, issuer.now);
  const begun = drafted({ ...frame, id: issuer.newId() });
  await issuer.stores.invoices.save([{ type: 'InvoiceCreated', invoice: begun }]);
  return begun;
}

async function dropDraftsOfParts(
  { stores, now }: Issuer,
  root: string,
  existing: readonly Invoice[],
): Promise<void> {
  for (const invoice of existing) {
    if (invoice.status !== 'DRAFT' || invoice.parkingSessionId === root) continue;
    const reason = 'The stay is billed with another one that it is a part of.';
    await stores.invoices.save([cancelled(invoice, reason, now, null)]);
  }
}

/** @param extent ALL: what is not in the lines is no longer charged. ONLY_ADD: the visit is not over, more will come. */
async function saveCharges(
  { stores, newId, now }: Issuer,
  facts: VisitFacts,
  family: readonly string[],
  lines: readonly ChargeLine[],
  facility: BillingFacility,
  extent: 'ALL' | 'ONLY_ADD',
): Promise<void> {
  const { tenantId, facilityId, id } = facts.stay;
  const { customerId } = debtorOf(facts);
  const current = await stores.charges.currentOf(family);
  const concerned =
    extent === 'ALL'
      ? current
      : current.filter((charge) => lines.some((line) => line.sourceId === charge.sourceId));
  const frame = { tenantId, facilityId, customerId, parkingSessionId: id };
  const made = { newId, at: now };
  const whole = { ...frame, currency: facility.currency };
  await stores.charges.save(changedCharges(concerned, lines, whole, made));
}

async function take(
  issuer: Issuer,
  step: BillingStep,
  of: { readonly bill: Bill; readonly draft: DraftInvoice | null; readonly identity: Frame },
): Promise<void> {
  const { bill, identity } = of;
  // There may be a draft also when something was invoiced: of a stay that was merged into this one.
  const invoiceOf = (purpose: Frame['purpose'], lines: readonly ChargeLine[]) => {
    const what = { ...identity, ...bill.debtor, purpose };
    return { what, draft: of.draft, lines, parkingPaidUntil: bill.until };
  };
  switch (step.step) {
    case 'NONE':
      return;
    case 'ISSUE': {
      const invoice = invoiceOf('STAY', step.lines);
      return issueDocuments(issuer, { credited: [], explanation: [], invoice });
    }
    case 'SUPPLEMENT': {
      const invoice = invoiceOf('SUPPLEMENT', step.lines);
      return issueDocuments(issuer, { credited: [], explanation: step.explanation, invoice });
    }
    case 'CORRECT': {
      const { credited, explanation } = step;
      const invoice = invoiceOf('STAY', step.reissued);
      return issueDocuments(issuer, { credited, explanation, invoice });
    }
  }
}
