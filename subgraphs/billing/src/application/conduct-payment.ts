import { goOn } from '../domain/go-on.js';
import {
  hearProcessor,
  stepOf,
  type PaymentStep,
  type ProcessorAnswer,
} from '../domain/hear-processor.js';
import { paymentLimits } from '../domain/payment-limits.js';
import type { Payment } from '../domain/payment.js';
import { paymentOf, settlementAfter } from '../domain/settlement.js';
import type { Cause, Ports, Stores } from './ports.js';
import type { ProcessorOperation } from './processor.js';
import { recordMoney } from './record-money.js';

/** Something heard of a payment, whoever said it. */
interface Heard {
  readonly step: PaymentStep;
  readonly answer: ProcessorAnswer;
}

/**
 * Takes a payment as far as it gets: records what is meant, asks the processor outside of any transaction, records
 * what it answered, and goes on until the payment has ended, waits for somebody, or the processor does not answer.
 * @param isResumed nobody waits for it any more: what may never have been asked for is inquired about, not asked for
 */
export function conductPayment(ports: Ports) {
  const { desk, transact } = ports;
  return async (cause: Cause, paymentId: string, isResumed: boolean): Promise<Payment> => {
    let payment = await transact(cause, (stores) =>
      takeNote(ports, stores, cause, paymentId, null),
    );
    for (let round = 0; round < paymentLimits.stepsAtOnce; round += 1) {
      const step = stepOf(payment);
      if (step === null) return payment;
      const isInquiry = payment.status === 'UNKNOWN' || (isResumed && step === 'AUTHORISE');
      const operation = operationOf(payment, step);
      const answer = await (isInquiry ? desk.inquire(operation.key) : desk.perform(operation));
      const heard = { step, answer };
      payment = await transact(cause, (stores) => takeNote(ports, stores, cause, paymentId, heard));
      if (answer.outcome === 'NO_ANSWER') return payment;
      if (answer.outcome === 'UNHEARD_OF' && payment.status === 'UNKNOWN') return payment;
    }
    return payment;
  };
}

/** Records what was heard and what follows from it, and what the payment goes on to do. */
export async function takeNote(
  { clock, newId }: Pick<Ports, 'clock' | 'newId'>,
  stores: Stores,
  cause: Cause,
  paymentId: string,
  heard: Heard | null,
): Promise<Payment> {
  const settlement = await stores.settlements.holdOfPayment(paymentId);
  if (settlement === null) throw new Error(`There is no payment ${paymentId}.`);
  const now = clock.now();
  const heardOf = heard === null ? [] : hearProcessor(settlement, paymentId, heard, now);
  const goesOn = goOn(settlementAfter(settlement, heardOf), paymentId, now);
  const events = [...heardOf, ...goesOn];
  if (events.length === 0) return paymentOf(settlement, paymentId);
  const given = { now, newId, actorId: cause.actor.id };
  return paymentOf(await recordMoney(stores, settlement, events, given), paymentId);
}

/** What the processor is asked for in a step, under the key of that step. */
function operationOf(payment: Payment, step: PaymentStep): ProcessorOperation {
  const { id: paymentId, currency, method, token } = payment;
  const key = operationKey(paymentId, step);
  switch (step) {
    case 'AUTHORISE': {
      const { amountMinor } = payment;
      return { kind: 'AUTHORISE', key, paymentId, amountMinor, currency, method, token };
    }
    case 'CAPTURE':
      return { kind: 'CAPTURE', key, paymentId, amountMinor: captureMinorOf(payment), currency };
    case 'VOID':
      return { kind: 'VOID', key, paymentId };
  }
}

/** Names an operation at the processor: a payment is authorised, captured, voided once. */
const operationKey = (paymentId: string, step: PaymentStep): string =>
  `${paymentId}.${step.toLowerCase()}`;

function captureMinorOf(payment: Payment): number {
  if (payment.status === 'CAPTURING') return payment.captureMinor;
  if (payment.status === 'UNKNOWN' && payment.asked.step === 'CAPTURE') {
    return payment.asked.captureMinor;
  }
  return payment.amountMinor;
}
