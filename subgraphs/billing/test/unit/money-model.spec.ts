import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumOf } from '../../src/domain/ledger.js';
import { isCaptured, reservedMinor, type Payment } from '../../src/domain/payment.js';
import type { PaymentStep, ProcessorAnswer } from '../../src/domain/hear-processor.js';
import { dueMinor, owedMinor } from '../../src/domain/receivable.js';
import type { Refund } from '../../src/domain/refund.js';
import { payableMinor, surplusMinor, surplusToGiveBackMinor } from '../../src/domain/settlement.js';
import { ModelProcessor } from '../support/model-processor.js';
import { MoneySystem } from '../support/money-system.js';

/** The model knows what the processor did, and what it has told us that we may hear again. */
interface Model {
  readonly processor: ModelProcessor;
  readonly invoices: string[];
  readonly told: (() => void)[];
  /** Payments of which the processor said no and meant yes. */
  readonly contrary: Set<string>;
}
type Step = fc.Command<Model, MoneySystem>;

const step = (name: string, run: (model: Model, real: MoneySystem) => void): Step => ({
  check: () => true,
  run(model, real) {
    run(model, real);
    expectSound(real);
    expectFair(model, real);
  },
  toString: () => name,
});

const pick = <Item>(items: readonly Item[], index: number): Item | undefined =>
  items[index % Math.max(1, items.length)];
const index = fc.nat(20);
const amount = fc.integer({ min: 1, max: 3000 });
const maybeAmount = fc.option(amount);

const issues = fc
  .integer({ min: 0, max: 3000 })
  .map((total) =>
    step(`issue ${total}`, (model, real) => void model.invoices.push(real.issue(total))),
  );

const pays = fc
  .tuple(index, maybeAmount, fc.constantFrom('AT_ONCE', 'LATER'))
  .map(([i, minor, capture]) =>
    step(`pay ${i} ${minor} ${capture}`, (model, real) => {
      const invoiceId = pick(model.invoices, i);
      if (invoiceId === undefined) return;
      const settlement = real.settlement(invoiceId);
      const payable = payableMinor(settlement);
      const answer = real.pay(invoiceId, minor, capture);
      const isGranted = real.payments.has(answer);
      const may = settlement.receivable.status === 'OPEN' && payable > 0 && (minor ?? 1) <= payable;
      if (settlement.payments.length < 30) expect(isGranted).toBe(may);
    }),
  );

/** What happens to a question: it gets lost on the way there, on the way back, or is answered. */
const courses = fc.constantFrom('ANSWERED', 'ANSWERED', 'LOST_THERE', 'LOST_BACK', 'CONTRARY');

const asks = fc.tuple(index, fc.boolean(), courses).map(([i, willing, course]) =>
  step(`ask ${i} ${willing} ${course}`, (model, real) => {
    const open = pick(real.openSteps(), i);
    if (open !== undefined) ask(model, real, open.payment, open.step, willing, course);
  }),
);

function ask(
  model: Model,
  real: MoneySystem,
  payment: Payment,
  of: PaymentStep,
  willing: boolean,
  course: string,
): void {
  const key = `${payment.id}.${of}`;
  const hear = (answer: ProcessorAnswer) => {
    const now = real.payments.get(payment.id);
    if (now !== undefined) real.hear(now, of, answer);
  };
  if (course === 'LOST_THERE') return hear({ outcome: 'NO_ANSWER' });
  const answer =
    payment.status === 'UNKNOWN'
      ? model.processor.inquire(key)
      : model.processor.perform(key, of, payment.id, askedMinor(payment), willing);
  if (answer.outcome === 'APPROVED' || answer.outcome === 'DECLINED') {
    model.told.push(() => hear(answer));
  }
  const isContrary = course === 'CONTRARY' && answer.outcome === 'APPROVED' && of !== 'VOID';
  if (isContrary) model.contrary.add(payment.id);
  if (isContrary) return hear({ outcome: 'DECLINED', code: 'CARD_DECLINED', explanation: 'No.' });
  return hear(course === 'LOST_BACK' ? { outcome: 'NO_ANSWER' } : answer);
}

function askedMinor(payment: Payment): number {
  return payment.status === 'CAPTURING' ? payment.captureMinor : payment.amountMinor;
}

const asksRefund = fc.tuple(index, fc.boolean(), courses).map(([i, willing, course]) =>
  step(`ask refund ${i} ${willing} ${course}`, (model, real) => {
    const refund = pick(real.openRefunds(), i);
    if (refund !== undefined) askRefund(model, real, refund, willing, course);
  }),
);

function askRefund(
  model: Model,
  real: MoneySystem,
  refund: Refund,
  willing: boolean,
  course: string,
) {
  const hear = (answer: ProcessorAnswer) => {
    const now = real.refunds.get(refund.id);
    if (now !== undefined) real.hearRefund(now, answer);
  };
  if (course === 'LOST_THERE') return hear({ outcome: 'NO_ANSWER' });
  const { id, paymentId, amountMinor } = refund;
  const answer =
    refund.status === 'UNKNOWN'
      ? model.processor.inquire(id)
      : model.processor.perform(id, 'REFUND', paymentId, amountMinor, willing);
  if (answer.outcome !== 'UNHEARD_OF') model.told.push(() => hear(answer));
  return hear(course === 'LOST_BACK' ? { outcome: 'NO_ANSWER' } : answer);
}

/** The usual course at one go, so that what comes after it is tried as often as what interrupts it. */
const paysUp = index.map((i) =>
  step(`pay up ${i}`, (model, real) => {
    const invoiceId = pick(model.invoices, i);
    if (invoiceId === undefined) return;
    const paymentId = real.pay(invoiceId, null, 'AT_ONCE');
    for (let rounds = 0; rounds < 2; rounds += 1) {
      const open = real.openSteps().find(({ payment }) => payment.id === paymentId);
      if (open !== undefined) ask(model, real, open.payment, open.step, true, 'ANSWERED');
    }
  }),
);

const refundsOut = fc.tuple(index, fc.integer({ min: 1, max: 500 })).map(([i, minor]) =>
  step(`refund out ${i} ${minor}`, (model, real) => {
    const payment = pick([...real.payments.values()].filter(isCaptured), i);
    if (payment === undefined || real.refund(payment, minor) !== null) return;
    const refund = real.openRefunds().at(-1);
    if (refund !== undefined) askRefund(model, real, refund, true, 'ANSWERED');
  }),
);

const hearsAgain = index.map((i) => step(`hear again ${i}`, ({ told }) => pick(told, i)?.()));

const captures = fc.tuple(index, maybeAmount).map(([i, minor]) =>
  step(`capture ${i} ${minor}`, (_model, real) => {
    const payment = pick([...real.payments.values()], i);
    if (payment !== undefined) real.capture(payment, minor);
  }),
);

const voids = index.map((i) =>
  step(`void ${i}`, (_model, real) => {
    const payment = pick([...real.payments.values()], i);
    if (payment !== undefined) real.void(payment);
  }),
);

const refunds = fc.tuple(index, maybeAmount).map(([i, minor]) =>
  step(`refund ${i} ${minor}`, (_model, real) => {
    const payment = pick([...real.payments.values()].filter(isCaptured), i);
    if (payment !== undefined) real.refund(payment, minor);
  }),
);

const corrects = fc.tuple(index, fc.option(fc.integer({ min: 0, max: 3000 }))).map(([i, total]) =>
  step(`correct ${i} to ${total}`, (model, real) => {
    const open = model.invoices.filter((id) => real.receivables.get(id)?.status !== 'CANCELLED');
    const invoiceId = pick(open, i);
    if (invoiceId === undefined) return;
    const by = real.correct(invoiceId, total);
    if (by !== null) model.invoices.push(by);
  }),
);

const passes = fc
  .constantFrom(1, 6, 15)
  .map((days) => step(`pass ${days} days`, (_model, real) => real.pass(days)));

/** What is true after every step. */
function expectSound(real: MoneySystem): void {
  for (const { postings } of real.entries) expect(sumOf(postings)).toBe(0);
  const postings = real.entries.flatMap((entry) => entry.postings);
  for (const receivable of real.receivables.values()) {
    const settlement = real.settlement(receivable.invoiceId);
    const { invoiceId } = receivable;
    expect(owedMinor(receivable)).toBeGreaterThanOrEqual(0);
    expect(surplusMinor(settlement)).toBeGreaterThanOrEqual(0);
    const books = sumOf(
      postings.filter((one) => one.account === 'RECEIVABLE' && one.invoiceId === invoiceId),
    );
    expect(books).toBe(owedMinor(receivable) - surplusMinor(settlement));
    const revenue = sumOf(
      postings.filter(
        (one) => one.invoiceId === invoiceId && ['REVENUE', 'TAX_PAYABLE'].includes(one.account),
      ),
    );
    expect(revenue).toBe(0 - dueMinor(receivable));
  }
  const captured = [...real.payments.values()].filter(isCaptured);
  for (const payment of captured) {
    expect(payment.refundedMinor + payment.refundingMinor).toBeLessThanOrEqual(
      payment.capturedMinor,
    );
    expect(payment.fundsMinor - payment.goodwillMinor).toBe(
      payment.capturedMinor - payment.refundedMinor,
    );
    expect(payment.goodwillMinor).toBeGreaterThanOrEqual(0);
  }
  const clearing = sumOf(postings.filter(({ account }) => account === 'PROCESSOR_CLEARING'));
  expect(clearing).toBe(
    captured.reduce((sum, one) => sum + one.capturedMinor - one.refundedMinor, 0),
  );
}

/** Nobody pays twice, nobody is compensated twice, and money does not lie where it does nothing. */
function expectFair({ contrary }: Model, real: MoneySystem): void {
  for (const receivable of real.receivables.values()) {
    const settlement = real.settlement(receivable.invoiceId);
    const { payments } = settlement;
    const { replacedById } = { replacedById: null, ...receivable };
    const underWay = payments.filter((payment) => reservedMinor(payment) > 0);
    if (replacedById !== null) expect(underWay).toEqual([]);
    if (owedMinor(receivable) > 0) expect(surplusToGiveBackMinor(settlement)).toBe(0);
    const isCorrected = real.events.some(
      (event) => event.type === 'PaymentMoved' && event.payment.invoiceId === receivable.invoiceId,
    );
    if (isCorrected || payments.some(({ id }) => contrary.has(id))) continue;
    const captured = payments.filter(isCaptured).reduce((sum, one) => sum + one.capturedMinor, 0);
    expect(captured).toBeLessThanOrEqual(receivable.totalMinor);
  }
  for (const event of real.events) {
    if (event.type === 'RefundBegun' && event.refund.cause === 'SURPLUS') {
      expect(Math.min(event.payment.goodwillMinor, event.payment.fundsMinor)).toBe(0);
    }
    if (event.type === 'RefundIssued' && event.refund.cause === 'SURPLUS') {
      expect(event.refund.creditMinor).toBe(event.refund.amountMinor);
    }
  }
}

/** Everything that is open is asked about, and everything that was told is heard, until nothing happens any more. */
function comeToRest(model: Model, real: MoneySystem): void {
  for (let round = 0; round < 60; round += 1) {
    real.now = new Date(real.now.getTime() + 60_000);
    for (const tell of model.told.splice(0)) tell();
    const open = real.openSteps();
    for (const { payment, step: of } of open) {
      const now = real.payments.get(payment.id);
      if (now !== undefined) ask(model, real, now, of, true, 'ANSWERED');
    }
    for (const refund of real.openRefunds()) askRefund(model, real, refund, true, 'ANSWERED');
    if (open.length === 0 && real.openRefunds().length === 0 && model.told.length === 0) return;
  }
  throw new Error('It does not come to rest.');
}

describe('whatever happens to money in whatever order', () => {
  it('the ledger sums to zero, nobody pays twice, and our books come to what the processor did', () => {
    const steps = fc.commands(
      [
        issues,
        issues,
        pays,
        pays,
        asks,
        asks,
        asks,
        asksRefund,
        paysUp,
        refundsOut,
        hearsAgain,
        captures,
        voids,
        refunds,
        corrects,
        corrects,
        passes,
      ],
      { maxCommands: 60, size: '+1' },
    );
    fc.assert(
      fc.property(steps, (commands) => {
        const model: Model = {
          processor: new ModelProcessor(),
          invoices: [],
          told: [],
          contrary: new Set(),
        };
        const real = new MoneySystem();
        fc.modelRun(() => ({ model, real }), commands);
        comeToRest(model, real);
        expectSound(real);
        expectFair(model, real);
        expectTruth(model, real);
      }),
      { numRuns: 400, interruptAfterTimeLimit: 12_000, markInterruptAsFailure: false },
    );
  }, 40_000);
});

/** At rest our books are the processor's, and nobody has paid more than is due, but for refunds that were declined. */
function expectTruth({ processor }: Model, real: MoneySystem): void {
  for (const payment of real.payments.values()) {
    const captured = isCaptured(payment) ? payment : { capturedMinor: 0, refundedMinor: 0 };
    expect(captured.capturedMinor).toBe(processor.sum('CAPTURE', payment.id));
    expect(captured.refundedMinor).toBe(processor.sum('REFUND', payment.id));
  }
  for (const paymentId of processor.held()) {
    expect(real.payments.get(paymentId)?.status).toBe('AUTHORISED');
  }
  const declined = [...real.refunds.values()].filter(({ status }) => status === 'DECLINED');
  for (const invoiceId of real.receivables.keys()) {
    const settlement = real.settlement(invoiceId);
    const wasDeclined = settlement.payments.some(({ id }) =>
      declined.some(({ paymentId }) => paymentId === id),
    );
    if (!wasDeclined) expect(surplusToGiveBackMinor(settlement)).toBe(0);
  }
}
