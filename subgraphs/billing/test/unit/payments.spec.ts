import { describe, expect, it } from 'vitest';
import { beginPayment, type BeginPayment } from '../../src/domain/begin-payment.js';
import { capturePayment, goOn, voidPayment } from '../../src/domain/go-on.js';
import { hearProcessor, type ProcessorAnswer } from '../../src/domain/hear-processor.js';
import type { Payment } from '../../src/domain/payment.js';
import {
  after,
  authorised,
  captured,
  capturing,
  created,
  days,
  now,
  owed,
  paidSettlement,
  settlement,
} from '../support/money-builders.js';

const approved: ProcessorAnswer = { outcome: 'APPROVED', amountMinor: 1000 };
const declined: ProcessorAnswer = {
  outcome: 'DECLINED',
  code: 'CARD_DECLINED',
  explanation: 'No.',
};
const wish: BeginPayment = {
  method: 'CREDIT_CARD',
  token: 'tok_ok',
  amountMinor: null,
  capture: 'AT_ONCE',
};
const given = { id: 'payment', now, actorId: 'driver' };

describe('beginning a payment', () => {
  it('means to pay all that is owed', () => {
    expect(beginPayment(settlement(), wish, given)).toEqual({
      outcome: 'accepted',
      events: [{ type: 'PaymentBegun', payment: created() }],
    });
  });

  it('leaves alone what somebody else is paying', () => {
    const other = created({ id: 'other', amountMinor: 400 });
    expect(beginPayment(settlement(other), wish, given)).toMatchObject({
      events: [{ payment: { amountMinor: 600 } }],
    });
  });

  it.each([
    ['NothingOwed', paidSettlement(), wish],
    ['PaymentInProgress', settlement(created({ id: 'other' })), wish],
    ['PaymentInProgress', settlement(unknown()), wish],
    ['AmountNotPayable', settlement(), { ...wish, amountMinor: 1001 }],
    ['InvalidInput', settlement(), { ...wish, amountMinor: 0 }],
    ['InvalidInput', settlement(), { ...wish, token: 'two words' }],
    ['NotAToken', settlement(), { ...wish, token: 'tok_4111-1111-1111-1111' }],
    ['TooManyPayments', settlement(...failures(30)), wish],
  ])('is refused with %s', (type, state, command) => {
    expect(beginPayment(state, command, given)).toMatchObject({
      outcome: 'refused',
      refusal: { type },
    });
  });

  it('is refused when the invoice was taken back', () => {
    const { owedMinor: _owed, dunning: _dunning, ...rest } = owed();
    const ended = { cancelledAt: now, creditNoteId: 'note', replacedById: null };
    const state = {
      ...settlement(),
      receivable: { ...rest, ...ended, status: 'CANCELLED' as const },
    };
    expect(beginPayment(state, wish, given)).toMatchObject({
      refusal: { type: 'InvoiceNotPayable' },
    });
  });
});

/** A payment of which nobody knows whether it was authorised. */
function unknown(words: object = {}): Payment {
  const asked = { step: 'AUTHORISE' } as const;
  return {
    ...created({ id: 'payment' }),
    status: 'UNKNOWN',
    asked,
    since: now,
    inquiries: 0,
    ...words,
  };
}

const failures = (count: number): Payment[] =>
  Array.from({ length: count }, (_, index) => ({
    ...created({ id: `failed-${index}`, attendAt: null }),
    status: 'DECLINED',
    endedAt: now,
    code: 'CARD_DECLINED',
    explanation: 'No.',
  }));

const hear = (
  payment: Payment,
  step: 'AUTHORISE' | 'CAPTURE' | 'VOID',
  answer: ProcessorAnswer,
  at = after(1),
) => hearProcessor(settlement(payment), payment.id, { step, answer }, at);

describe('an answer of the processor', () => {
  it('authorises, and then the payment goes on to be captured', () => {
    const [event] = hear(created(), 'AUTHORISE', approved);
    expect(event).toMatchObject({ type: 'PaymentChanged', payment: { status: 'AUTHORISED' } });
    expect(goOn(settlement(authorised()), 'payment', now)).toMatchObject([
      { payment: { status: 'CAPTURING', captureMinor: 1000 } },
    ]);
    expect(goOn(settlement(authorised({ capture: 'LATER' })), 'payment', now)).toEqual([]);
  });

  it('captures, and the invoice is paid', () => {
    expect(hear(capturing(), 'CAPTURE', approved)).toMatchObject([
      { type: 'PaymentReceived', payment: { status: 'CAPTURED', capturedMinor: 1000, version: 1 } },
      { type: 'InvoicePaid', receivable: { status: 'PAID', version: 1 } },
    ]);
  });

  it('captures a part, and less is owed', () => {
    const part = { ...approved, amountMinor: 300 };
    expect(hear(capturing({ amountMinor: 300 }), 'CAPTURE', part)).toMatchObject([
      { type: 'PaymentReceived' },
      { type: 'ReceivableReduced', receivable: { owedMinor: 700, version: 0 } },
    ]);
  });

  it('declines, and that is told once', () => {
    const [event] = hear(created(), 'AUTHORISE', declined);
    expect(event).toMatchObject({
      type: 'PaymentFailed',
      reason: 'CARD_DECLINED',
      payment: { status: 'DECLINED', version: 1, attendAt: null },
    });
  });

  it('declines a capture, and what was set aside is released before it counts as declined', () => {
    const [voiding] = hear(capturing(), 'CAPTURE', declined);
    expect(voiding).toMatchObject({ payment: { status: 'VOIDING', reason: 'NOT_CAPTURED' } });
    const payment = voiding !== undefined && 'payment' in voiding ? voiding.payment : created();
    expect(hear(payment, 'VOID', { outcome: 'APPROVED', amountMinor: 0 })).toMatchObject([
      { type: 'PaymentFailed', reason: 'CARD_DECLINED', payment: { status: 'DECLINED' } },
    ]);
  });

  it('that does not come leaves the outcome open, and is asked for at longer and longer intervals', () => {
    const noAnswer: ProcessorAnswer = { outcome: 'NO_ANSWER' };
    expect(hear(created(), 'AUTHORISE', noAnswer)).toMatchObject([
      { payment: { status: 'UNKNOWN', inquiries: 0, attendAt: after(3) } },
    ]);
    expect(hear(unknown({ inquiries: 3 }), 'AUTHORISE', noAnswer)).toMatchObject([
      { payment: { inquiries: 4, attendAt: after(301) } },
    ]);
  });

  it('of a processor that never heard of it voids it by its key, but not at once', () => {
    const unheard: ProcessorAnswer = { outcome: 'UNHEARD_OF' };
    expect(hear(unknown(), 'AUTHORISE', unheard)).toMatchObject([
      { payment: { status: 'UNKNOWN' } },
    ]);
    const [voiding] = hear(unknown(), 'AUTHORISE', unheard, after(10));
    expect(voiding).toMatchObject({ payment: { status: 'VOIDING', reason: 'NEVER_ARRIVED' } });
    const captureUnknown = unknown({ asked: { step: 'CAPTURE', captureMinor: 1000 } });
    expect(hear(captureUnknown, 'CAPTURE', unheard)).toMatchObject([
      { payment: { status: 'CAPTURING', captureMinor: 1000 } },
    ]);
  });

  it('that is past stays quiet', () => {
    expect(hear(captured(), 'AUTHORISE', approved)).toEqual([]);
    expect(hear(captured(), 'CAPTURE', approved)).toEqual([]);
    expect(hear(captured(), 'CAPTURE', declined)).toEqual([]);
    expect(hear(authorised(), 'AUTHORISE', { outcome: 'NO_ANSWER' })).toEqual([]);
    expect(hear(authorised(), 'AUTHORISE', declined)).toEqual([]);
  });

  it('that takes money is booked whatever was thought, and settles no more than is owed', () => {
    const [gone] = failures(1);
    const state = { ...paidSettlement(captured({ id: 'other' })) };
    const both = {
      ...state,
      payments: [...state.payments, { ...(gone ?? created()), id: 'late' }],
    };
    const heard = { step: 'CAPTURE', answer: approved } as const;
    expect(hearProcessor(both, 'late', heard, now)).toMatchObject([
      { type: 'PaymentReceived', payment: { fundsMinor: 1000 } },
    ]);
  });

  it('no and later yes: what was set aside is released', () => {
    const [gone] = failures(1);
    expect(hear(gone ?? created(), 'AUTHORISE', approved)).toMatchObject([
      { type: 'PaymentChanged', payment: { status: 'VOIDING', reason: 'CONTRADICTED' } },
    ]);
  });
});

describe('an authorised payment', () => {
  const later = authorised({ capture: 'LATER' });

  it('is released when nothing is owed any more, or its time is over', () => {
    const paid = { ...paidSettlement(captured({ id: 'other' })) };
    const state = { ...paid, payments: [...paid.payments, authorised()] };
    expect(goOn(state, 'payment', now)).toMatchObject([
      { payment: { status: 'VOIDING', reason: 'NOTHING_OWED' } },
    ]);
    expect(goOn(settlement(later), 'payment', days(5))).toMatchObject([
      { payment: { status: 'VOIDING', reason: 'EXPIRED' } },
    ]);
  });

  it('is captured as far as somebody says', () => {
    const capture = (amountMinor: number | null) =>
      capturePayment(settlement(later), { paymentId: 'payment', amountMinor }, now);
    expect(capture(null)).toMatchObject({ events: [{ payment: { captureMinor: 1000 } }] });
    expect(capture(1)).toMatchObject({ events: [{ payment: { captureMinor: 1 } }] });
    expect(capture(1001)).toMatchObject({
      refusal: { type: 'AmountNotCapturable', capturableMinor: 1000 },
    });
    expect(capture(0)).toMatchObject({ refusal: { type: 'InvalidInput' } });
  });

  it('is captured or released once', () => {
    const done = settlement(captured());
    const command = { paymentId: 'payment', amountMinor: null };
    expect(capturePayment(done, command, now)).toMatchObject({
      refusal: { type: 'PaymentNotOpen' },
    });
    expect(voidPayment(done, 'payment', now)).toMatchObject({
      refusal: { type: 'PaymentNotOpen' },
    });
    expect(voidPayment(settlement(later), 'payment', now)).toMatchObject({
      events: [{ payment: { status: 'VOIDING', reason: 'REQUESTED' } }],
    });
  });
});
