import { describe, expect, it } from 'vitest';
import { claimEntries } from '../../src/domain/claim.js';
import { entryOf, posting, sumOf } from '../../src/domain/ledger.js';
import { entriesOf } from '../../src/domain/money-entries.js';
import { giveBackSurplus, hearOfRefund, refundPayment } from '../../src/domain/refunding.js';
import { openReceivable, replaceReceivables } from '../../src/domain/replace-receivables.js';
import { settlementAfter } from '../../src/domain/settlement.js';
import {
  captured,
  claim,
  created,
  now,
  owed,
  paidSettlement,
  requested,
  settlement,
} from '../support/money-builders.js';

const given = { id: 'refund', now, actorId: 'staff' };
const command = { paymentId: 'payment', amountMinor: 300, reason: ' Barrier was stuck ' };

describe('refunding', () => {
  it('holds the amount back before the processor is asked', () => {
    expect(refundPayment(paidSettlement(), command, given)).toMatchObject({
      events: [
        {
          type: 'RefundBegun',
          refund: { status: 'REQUESTED', amountMinor: 300, reason: 'Barrier was stuck' },
          payment: { refundingMinor: 300, refundedMinor: 0 },
        },
      ],
    });
  });

  it('never exceeds what was captured, counting what is on its way', () => {
    const state = paidSettlement(
      captured({ refundingMinor: 400, refundedMinor: 500, goodwillMinor: 500 }),
    );
    expect(refundPayment(state, { ...command, amountMinor: 101 }, given)).toMatchObject({
      refusal: { type: 'AmountNotRefundable', refundableMinor: 100 },
    });
    expect(refundPayment(state, { ...command, amountMinor: null }, given)).toMatchObject({
      events: [{ refund: { amountMinor: 100 } }],
    });
  });

  it.each([
    ['PaymentNotCaptured', settlement(created()), command],
    ['InvalidInput', paidSettlement(), { ...command, reason: ' ' }],
    ['InvalidInput', paidSettlement(), { ...command, amountMinor: 0 }],
    ['InvalidInput', paidSettlement(), { ...command, reason: 'x'.repeat(301) }],
  ])('is refused with %s', (type, state, wish) => {
    expect(refundPayment(state, wish, given)).toMatchObject({ refusal: { type } });
  });

  it('that is approved is goodwill, unless nothing was owed for it', () => {
    const begun = { ...paidSettlement(captured({ refundingMinor: 300 })), refunds: [requested()] };
    const approved = { outcome: 'APPROVED', amountMinor: 300 } as const;
    const [event] = hearOfRefund(begun, 'refund', approved, now);
    expect(event).toMatchObject({
      type: 'RefundIssued',
      refund: { creditMinor: 0 },
      payment: {
        refundedMinor: 300,
        refundingMinor: 0,
        goodwillMinor: 300,
        fundsMinor: 1000,
        version: 2,
      },
    });
    const cheaper = { ...begun.receivable, totalMinor: 800 };
    expect(hearOfRefund({ ...begun, receivable: cheaper }, 'refund', approved, now)).toMatchObject([
      { refund: { creditMinor: 200 }, payment: { goodwillMinor: 100, fundsMinor: 800 } },
    ]);
  });

  it('that is declined holds nothing back, and one that is past stays quiet', () => {
    const begun = { ...paidSettlement(captured({ refundingMinor: 300 })), refunds: [requested()] };
    const declined = { outcome: 'DECLINED', code: 'CLOSED', explanation: 'No.' } as const;
    const events = hearOfRefund(begun, 'refund', declined, now);
    expect(events).toMatchObject([{ type: 'RefundDeclined', payment: { refundingMinor: 0 } }]);
    expect(hearOfRefund(settlementAfter(begun, events), 'refund', declined, now)).toEqual([]);
  });
});

describe('a correction', () => {
  const credited = [{ settlement: paidSettlement(), creditNoteId: 'note', issued: [] }];

  it('lets what was paid pay the invoice that stands in', () => {
    expect(replaceReceivables(credited, claim(), now)).toMatchObject([
      { type: 'ReceivableCancelled', receivable: { replacedById: 'next', creditNoteId: 'note' } },
      { type: 'ReceivableOpened', receivable: { owedMinor: 700 } },
      { type: 'PaymentMoved', movedMinor: 1000, payment: { invoiceId: 'next' } },
      { type: 'InvoicePaid', receivable: { invoiceId: 'next', status: 'PAID' } },
    ]);
  });

  it('moves what is under way with it, and leaves what has ended', () => {
    const underWay = settlement(created(), {
      ...created({ id: 'declined' }),
      status: 'DECLINED',
      endedAt: now,
      code: 'NO',
      explanation: 'No.',
    });
    const events = replaceReceivables([{ ...credited[0]!, settlement: underWay }], claim(), now);
    const moved = events.filter(({ type }) => type === 'PaymentMoved');
    expect(moved).toMatchObject([{ payment: { id: 'payment' }, movedMinor: 0 }]);
  });

  it('takes an invoice back once', () => {
    const [event] = replaceReceivables(credited, null, now);
    const after = settlementAfter(paidSettlement(), event === undefined ? [] : [event]);
    expect(replaceReceivables([{ ...credited[0]!, settlement: after }], null, now)).toEqual([]);
  });

  it('gives back what is above: goodwill counts first, then the latest payment', () => {
    const cheaper = { ...paidSettlement().receivable, totalMinor: 400 };
    const state = {
      ...paidSettlement(captured({ goodwillMinor: 100, refundedMinor: 100 })),
      receivable: cheaper,
    };
    const first = giveBackSurplus(state, given);
    expect(first).toMatchObject({ type: 'GoodwillCounted', countedMinor: 100 });
    const rest = settlementAfter(state, first === null ? [] : [first]);
    const second = giveBackSurplus(rest, given);
    expect(second).toMatchObject({ refund: { amountMinor: 500, cause: 'SURPLUS' } });
    expect(
      giveBackSurplus(settlementAfter(rest, second === null ? [] : [second]), given),
    ).toBeNull();
  });
});

describe('what is posted', () => {
  it('is the claim by kind and tax, summing to zero', () => {
    const [entry] = claimEntries(claim());
    expect(entry?.postings).toEqual([
      posting('RECEIVABLE', 700, { invoiceId: 'next', customerId: 'customer' }),
      posting('REVENUE', -400, {
        ...{ invoiceId: 'next', customerId: 'customer' },
        ...{ facilityId: 'facility', chargeKind: 'PARKING' },
      }),
      posting('REVENUE', -188, {
        ...{ invoiceId: 'next', customerId: 'customer' },
        ...{ facilityId: 'facility', chargeKind: 'CHARGING' },
      }),
      posting('TAX_PAYABLE', -112, { invoiceId: 'next', customerId: 'customer', taxPercent: '19' }),
    ]);
    expect(sumOf(entry?.postings ?? [])).toBe(0);
  });

  it('is never out of balance, nor a part of a cent, nor nothing', () => {
    const entry = {
      kind: 'INVOICE_ISSUED',
      sourceId: 's',
      tenantId: 't',
      currency: 'EUR',
      occurredAt: now,
    } as const;
    const of = (...amounts: number[]) =>
      entryOf({ ...entry, postings: amounts.map((amount) => posting('REFUNDS', amount, {})) });
    expect(() => of(100, -99)).toThrow('out of balance by 1');
    expect(() => of(0.5, -0.5)).toThrow('no whole number');
    expect(of(0, 0)).toBeNull();
    expect(() => openReceivable(claim({ totalMinor: 701 }))).toThrow('out of balance');
    expect(() => openReceivable(claim({ totalMinor: -1 }))).toThrow('less than nothing');
  });

  it('is nothing for an invoice of nothing, which is paid at once', () => {
    const nothing = claim({ totalMinor: 0, taxMinor: 0, byKind: [], taxes: [] });
    const events = openReceivable(nothing);
    expect(events).toMatchObject([{ type: 'ReceivableOpened' }, { type: 'InvoicePaid' }]);
    expect(events.flatMap(entriesOf)).toEqual([]);
  });

  it('says on every event of money where it went', () => {
    const receivable = owed();
    expect(entriesOf({ type: 'ReceivableReduced', receivable })).toEqual([]);
    const [entry] = entriesOf({ type: 'PaymentReceived', payment: captured() });
    expect(entry?.postings.map(({ account, amountMinor }) => [account, amountMinor])).toEqual([
      ['PROCESSOR_CLEARING', 1000],
      ['RECEIVABLE', -1000],
    ]);
  });
});
