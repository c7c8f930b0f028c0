import { openReceivable, replaceReceivables } from '../../src/domain/replace-receivables.js';
import { beginPayment } from '../../src/domain/begin-payment.js';
import type { Claim } from '../../src/domain/claim.js';
import { passTime } from '../../src/domain/dunning.js';
import { capturePayment, goOn, voidPayment } from '../../src/domain/go-on.js';
import {
  hearProcessor,
  stepOf,
  type PaymentStep,
  type ProcessorAnswer,
} from '../../src/domain/hear-processor.js';
import type { LedgerEntry } from '../../src/domain/ledger.js';
import { entriesOf } from '../../src/domain/money-entries.js';
import type { MoneyEvent } from '../../src/domain/money-events.js';
import type { Payment } from '../../src/domain/payment.js';
import type { Receivable } from '../../src/domain/receivable.js';
import { isOpenRefund, type Refund } from '../../src/domain/refund.js';
import { giveBackSurplus, hearOfRefund, refundPayment } from '../../src/domain/refunding.js';
import { settlementAfter, type Settlement } from '../../src/domain/settlement.js';
import type { Decision } from '@voltpark/kit/decision';

/** The domain of money with rows in memory: decisions, and what is kept of them. */
export class MoneySystem {
  now = new Date('2026-05-01T08:00:00Z');
  readonly receivables = new Map<string, Receivable>();
  readonly payments = new Map<string, Payment>();
  readonly refunds = new Map<string, Refund>();
  readonly entries: LedgerEntry[] = [];
  readonly events: MoneyEvent[] = [];
  #ids = 0;

  newId = (what: string): string => `${what}-${String((this.#ids += 1)).padStart(4, '0')}`;

  settlement(invoiceId: string): Settlement {
    const payments = [...this.payments.values()].filter((one) => one.invoiceId === invoiceId);
    const paymentIds = new Set(payments.map(({ id }) => id));
    const refunds = [...this.refunds.values()].filter((one) => paymentIds.has(one.paymentId));
    const receivable = this.receivables.get(invoiceId);
    if (receivable === undefined) throw new Error(`There is no ${invoiceId}.`);
    return { receivable, payments, refunds };
  }

  claim(totalMinor: number): Claim {
    const taxMinor = Math.floor(totalMinor / 6);
    return {
      invoiceId: this.newId('invoice'),
      tenantId: 'tenant',
      facilityId: 'facility',
      customerId: 'customer',
      parkingSessionId: null,
      passId: null,
      currency: 'EUR',
      totalMinor,
      taxMinor,
      issuedAt: this.now,
      dueAt: new Date(this.now.getTime() + 14 * 86_400_000),
      parkingPaidUntil: null,
      byKind: [{ kind: 'PARKING', netMinor: totalMinor - taxMinor }],
      taxes: [{ taxPercent: '20', taxMinor }],
    };
  }

  issue(totalMinor: number): string {
    const claim = this.claim(totalMinor);
    this.save(openReceivable(claim));
    return claim.invoiceId;
  }

  correct(invoiceId: string, totalMinor: number | null): string | null {
    const settlement = this.settlement(invoiceId);
    const issued = this.entries.filter(
      ({ kind, sourceId }) => kind === 'INVOICE_ISSUED' && sourceId === invoiceId,
    );
    const by = totalMinor === null ? null : this.claim(totalMinor);
    const credited = [{ settlement, issued, creditNoteId: this.newId('note') }];
    this.save(replaceReceivables(credited, by, this.now));
    this.giveBack(by?.invoiceId ?? invoiceId);
    return by?.invoiceId ?? null;
  }

  pay(invoiceId: string, amountMinor: number | null, capture: 'AT_ONCE' | 'LATER'): string {
    const id = this.newId('payment');
    const wish = { method: 'CREDIT_CARD', token: 'tok_ok', amountMinor, capture } as const;
    const given = { id, now: this.now, actorId: 'driver' };
    return this.decide(beginPayment(this.settlement(invoiceId), wish, given)) ?? id;
  }

  capture(payment: Payment, amountMinor: number | null): string | null {
    const command = { paymentId: payment.id, amountMinor };
    return this.decide(capturePayment(this.settlement(payment.invoiceId), command, this.now));
  }

  void(payment: Payment): string | null {
    return this.decide(voidPayment(this.settlement(payment.invoiceId), payment.id, this.now));
  }

  refund(payment: Payment, amountMinor: number | null): string | null {
    const command = { paymentId: payment.id, amountMinor, reason: 'Goodwill' };
    const given = { id: this.newId('refund'), now: this.now, actorId: 'staff' };
    return this.decide(refundPayment(this.settlement(payment.invoiceId), command, given));
  }

  hear(payment: Payment, step: PaymentStep, answer: ProcessorAnswer): void {
    const settlement = this.settlement(payment.invoiceId);
    const heard = hearProcessor(settlement, payment.id, { step, answer }, this.now);
    const more = goOn(settlementAfter(settlement, heard), payment.id, this.now);
    this.save([...heard, ...more]);
    if (heard.length + more.length > 0) this.giveBack(payment.invoiceId);
  }

  hearRefund(refund: Refund, answer: ProcessorAnswer): void {
    const payment = this.payments.get(refund.paymentId);
    if (payment === undefined) throw new Error('A refund is of a payment.');
    this.save(hearOfRefund(this.settlement(payment.invoiceId), refund.id, answer, this.now));
  }

  /** Lets time pass and do what it does. */
  pass(days: number): void {
    this.now = new Date(this.now.getTime() + days * 86_400_000);
    for (const payment of this.payments.values()) {
      this.save(goOn(this.settlement(payment.invoiceId), payment.id, this.now));
    }
    for (const invoiceId of this.receivables.keys()) {
      const event = passTime(this.settlement(invoiceId), this.now);
      if (event !== null) this.save([event]);
    }
  }

  /** What the processor is to be asked for now. */
  openSteps(): { payment: Payment; step: PaymentStep }[] {
    return [...this.payments.values()].flatMap((payment) => {
      const step = stepOf(payment);
      return step === null ? [] : [{ payment, step }];
    });
  }

  openRefunds(): Refund[] {
    return [...this.refunds.values()].filter(isOpenRefund);
  }

  /** Null: granted. Otherwise the type of the refusal. */
  decide(decision: Decision<MoneyEvent, { readonly type: string }>): string | null {
    if (decision.outcome === 'refused') return decision.refusal.type;
    this.save(decision.events);
    return null;
  }

  giveBack(invoiceId: string): void {
    for (;;) {
      const given = { id: this.newId('refund'), now: this.now, actorId: 'system' };
      const event = giveBackSurplus(this.settlement(invoiceId), given);
      if (event === null) return;
      this.save([event]);
    }
  }

  save(events: readonly MoneyEvent[]): void {
    for (const event of events) {
      if ('receivable' in event) this.receivables.set(event.receivable.invoiceId, event.receivable);
      if ('payment' in event) this.payments.set(event.payment.id, event.payment);
      if ('refund' in event) this.refunds.set(event.refund.id, event.refund);
      this.entries.push(...entriesOf(event));
      this.events.push(event);
    }
  }
}
