import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideBilling, type Bill } from '../../src/domain/bill-visit.js';
import type { ChargeLine } from '../../src/domain/charge.js';
import { amountsOf, isSameMoney } from '../../src/domain/document.js';
import { isLive, type Invoice } from '../../src/domain/invoice.js';
import { rateVisit } from '../../src/domain/rate-visit.js';
import { debtorOf, standingOf, type VisitFacts } from '../../src/domain/visit.js';
import { line } from '../support/documents.js';
import { facility, facts, session, stay } from '../support/facts.js';
import { minutes, period } from '../support/heard.js';
import { Archive } from '../support/archive.js';

const debtor = { customerId: 'customer-one', registration: 'DDVP123' };
const bill = (lines: readonly ChargeLine[], otherwise: Partial<Bill> = {}): Bill => ({
  ...{ parkingSessionId: 'stay-one', debtor, until: minutes(60), lines },
  ...otherwise,
});
const two = [line({ inclTax: '2.00' })];
const four = [line({ inclTax: '4.00', exclTax: '3.361344537815126050' })];

/** Documents after a visit was billed as each of these, one after the other. */
const billedAs = (
  ...bills: readonly (readonly [Bill, (until: Date) => readonly ChargeLine[]])[]
) => {
  const archive = new Archive();
  for (const [one, rateAt] of bills) archive.take(one, rateAt);
  return archive.documents;
};

describe('how a visit is billed', () => {
  it('issues its first invoice, and nothing more while nothing changes', () => {
    expect(decideBilling(bill(two), [], 'EUR', () => two)).toMatchObject({ step: 'ISSUE' });
    const issued = billedAs([bill(two), () => two]);
    expect(decideBilling(bill(two), issued, 'EUR', () => two)).toEqual({ step: 'NONE' });
  });

  it('issues an invoice of nothing, too', () => {
    expect(billedAs([bill([]), () => []])).toMatchObject([{ document: { totalMinor: 0 } }]);
  });

  it('takes the difference when only time has passed', () => {
    const documents = billedAs(
      [bill(two), () => two],
      [bill(four, { until: minutes(120) }), () => two],
    );
    expect(documents).toMatchObject([
      { purpose: 'STAY', document: { totalMinor: 200 } },
      { purpose: 'SUPPLEMENT', document: { totalMinor: 200 } },
    ]);
  });

  it('takes back and bills anew when something else changed, even if time has passed as well', () => {
    const [first, note, second] = billedAs(
      [bill(two), () => two],
      [bill(four, { until: minutes(120) }), () => four],
    );
    expect(first).toMatchObject({ status: 'CANCELLED' });
    expect(note).toMatchObject({ kind: 'CREDIT_NOTE', document: { totalMinor: -200 } });
    expect(second).toMatchObject({ purpose: 'STAY', document: { totalMinor: 400 } });
  });

  it('takes back and bills anew when it comes to less, or to somebody else', () => {
    expect(billedAs([bill(four), () => four], [bill(two), () => two])).toHaveLength(3);
    const other = { customerId: 'customer-two', registration: 'DDVP123' };
    const documents = billedAs([bill(two), () => two], [bill(two, { debtor: other }), () => two]);
    expect(documents.at(-1)).toMatchObject({ customerId: 'customer-two' });
  });

  it('takes back what was invoiced for a stay that became a part of this one, also where that is dearest', () => {
    const elsewhere = billedAs([bill(two, { parkingSessionId: 'early' }), () => two]);
    expect(decideBilling(bill(two), elsewhere, 'EUR', () => two)).toMatchObject({
      step: 'CORRECT',
    });
  });
});

/** What happens to a visit, in any order and any number of times. */
interface Happening {
  readonly settleAfterMinutes: number | null;
  readonly leaveAfterMinutes: number | null;
  readonly energyWh: number;
  readonly isLost: boolean;
  readonly customerId: string;
  readonly hasPass: boolean;
}

const fields: { readonly [Field in keyof Happening]: fc.Arbitrary<Happening[Field]> } = {
  settleAfterMinutes: fc.option(fc.integer({ min: 1, max: 600 })),
  leaveAfterMinutes: fc.option(fc.integer({ min: 1, max: 3_000 })),
  energyWh: fc.integer({ min: 0, max: 80_000 }),
  isLost: fc.boolean(),
  customerId: fc.constantFrom('customer-one', 'customer-two'),
  hasPass: fc.boolean(),
};

/** One thing changes after the other, as it does in life: that only time passes is one of them. */
const change: fc.Arbitrary<Partial<Happening>> = fc.oneof(
  ...Object.entries(fields).map(([field, value]) =>
    (value as fc.Arbitrary<unknown>).map((one) => ({ [field]: one })),
  ),
  fields.settleAfterMinutes.map((settleAfterMinutes) => ({ settleAfterMinutes })),
  fields.leaveAfterMinutes.map((leaveAfterMinutes) => ({ leaveAfterMinutes })),
);

const history = fc
  .tuple(fc.record(fields), fc.array(change, { maxLength: 8 }))
  .map(([first, changes]) => {
    const all: Happening[] = [first];
    for (const each of changes) all.push({ ...(all.at(-1) ?? first), ...each });
    return all;
  });

function factsOf(now: Happening): VisitFacts {
  const { settleAfterMinutes: settled, leaveAfterMinutes: left } = now;
  return facts({
    stay: stay({
      ...{ customerId: now.customerId, lostTicket: now.isLost },
      leftAt: left === null ? null : minutes(left),
    }),
    sessions: [
      session({ periods: [period(0, 43, 'CHARGING', now.energyWh), period(43, 60, 'IDLE')] }),
    ],
    passes: now.hasPass ? [{ from: minutes(20), to: minutes(50) }] : [],
    settlement:
      settled === null ? null : { at: minutes(settled), graceUntil: minutes(settled + 15) },
  });
}

describe('whatever happens to a visit', () => {
  it('its documents say what it comes to, add up, and bill no minute twice', () => {
    fc.assert(
      fc.property(history, (happened) => {
        const archive = new Archive();
        for (const now of happened) {
          const known = factsOf(now);
          const standing = standingOf(known);
          if (standing.standing !== 'DUE') continue;
          const rateAt = (until: Date) => rateVisit(known, facility(), until);
          const lines = rateAt(standing.until);
          const due = bill(lines, { until: standing.until, debtor: debtorOf(known) });
          archive.take(due, rateAt);

          const live = archive.documents.filter(isLive);
          const invoiced = live.flatMap(({ document }) => document.lines);
          expect(isSameMoney(invoiced, lines, 'EUR')).toBe(true);
          expect(live.every(({ customerId }) => customerId === now.customerId)).toBe(true);
          for (const each of archive.documents) expectItAddsUp(each);
          // Once more changes nothing.
          expect(decideBilling(due, archive.documents, 'EUR', rateAt)).toEqual({ step: 'NONE' });
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});

function expectItAddsUp(invoice: Invoice): void {
  if (invoice.status === 'DRAFT' || invoice.document === null) return;
  const { document } = invoice;
  const { taxes, byKind, totalMinor, netMinor, taxMinor } = document;
  expect(netMinor + taxMinor).toBe(totalMinor);
  expect(taxes.reduce((sum, { grossMinor }) => sum + grossMinor, 0)).toBe(totalMinor);
  expect(byKind.reduce((sum, { grossMinor }) => sum + grossMinor, 0)).toBe(totalMinor);
  expect(byKind.reduce((sum, each) => sum + each.netMinor, 0)).toBe(netMinor);
  expect(amountsOf(document.lines, 'EUR').totalMinor).toBe(totalMinor);
  expect(invoice.kind === 'INVOICE' ? totalMinor >= 0 : totalMinor <= 0).toBe(true);
}
