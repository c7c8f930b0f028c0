import { invalidInput, notFound, type Decision } from '@voltpark/kit/decision';
import { capturePayment as decideCapture, voidPayment as decideVoid } from '../domain/go-on.js';
import type { MoneyEvent } from '../domain/money-events.js';
import { refundPayment as decideRefund } from '../domain/refunding.js';
import type { Settlement } from '../domain/settlement.js';
import { conductPayment } from './conduct-payment.js';
import { conductRefund } from './conduct-refund.js';
import { keyFault } from './key-fault.js';
import { amountOf } from './pay-invoice.js';
import { refundOutcomeOf, takenOutcomeOf } from './payment-outcome.js';
import type { Cause, Ports } from './ports.js';
import { sees, type Viewer } from '@voltpark/kit/viewer';
import { payerOf, viewerOf } from './viewer.js';

export interface OfPayment {
  readonly idempotencyKey: string;
  readonly paymentId: string;
}
export interface CapturePaymentCommand extends OfPayment {
  /** In the currency's major unit; absent: all that is authorised and owed. */
  readonly amount?: string | null | undefined;
}
export interface RefundPaymentCommand extends OfPayment {
  /** In the currency's major unit; absent: all that is left. */
  readonly amount?: string | null | undefined;
  readonly reason: string;
}

/** Captures what was authorised. */
export function capturePayment(ports: Ports) {
  const conduct = conductPayment(ports);
  return async (cause: Cause, command: CapturePaymentCommand) => {
    const decided = await deciding(
      ports,
      cause,
      'capturePayment',
      command,
      payerOf(cause.actor),
    )((settlement, now) => {
      const amountMinor = amountOf(command.amount, settlement.receivable.currency);
      if (amountMinor === undefined) return noAmount;
      return decideCapture(settlement, { paymentId: command.paymentId, amountMinor }, now);
    });
    return 'done' in decided
      ? takenOutcomeOf(await conduct(cause, command.paymentId, false))
      : decided;
  };
}

/** Releases what was authorised. */
export function voidPayment(ports: Ports) {
  const conduct = conductPayment(ports);
  return async (cause: Cause, command: OfPayment) => {
    const decided = await deciding(
      ports,
      cause,
      'voidPayment',
      command,
      payerOf(cause.actor),
    )((settlement, now) => decideVoid(settlement, command.paymentId, now));
    if (!('done' in decided)) return decided;
    const payment = await conduct(cause, command.paymentId, false);
    return payment.status === 'VOIDED'
      ? ({ __typename: 'PaymentVoided', payment } as const)
      : ({ __typename: 'PaymentPending', payment } as const);
  };
}

/** Gives captured money back. */
export function refundPayment(ports: Ports) {
  const conduct = conductRefund(ports);
  return async (cause: Cause, command: RefundPaymentCommand) => {
    // Staff refund at their own tenant, whatever they paid elsewhere themselves.
    const staff = { ...viewerOf(cause.actor), customerId: null };
    const id = ports.newId();
    const decided = await deciding(
      ports,
      cause,
      'refundPayment',
      command,
      staff,
      id,
    )((settlement, now) => {
      const amountMinor = amountOf(command.amount, settlement.receivable.currency);
      if (amountMinor === undefined) return noAmount;
      const { paymentId, reason } = command;
      const given = { id, now, actorId: cause.actor.id };
      return decideRefund(settlement, { paymentId, amountMinor, reason }, given);
    });
    return 'done' in decided ? refundOutcomeOf(await conduct(cause, decided.done)) : decided;
  };
}

const noAmount = {
  outcome: 'refused',
  refusal: invalidInput('amount', 'This is no amount of money.'),
} as const;

/** Decides about a payment that the viewer sees, once under its key. `done` names what was begun. */
function deciding(
  { clock, transact }: Ports,
  cause: Cause,
  operation: string,
  command: OfPayment,
  viewer: Viewer,
  begins = command.paymentId,
) {
  return async <Refusal extends { readonly type: string; readonly message: string }>(
    decide: (settlement: Settlement, now: Date) => Decision<MoneyEvent, Refusal>,
  ) => {
    const { idempotencyKey, ...input } = command;
    const fault = keyFault(idempotencyKey);
    if (fault !== null) return fault;
    return transact(cause, ({ once, settlements }) =>
      once({ idempotencyKey, operation, input }, async () => {
        const settlement = await settlements.holdOfPayment(command.paymentId);
        if (settlement === null || !sees(viewer, settlement.receivable)) {
          return notFound('Payment', command.paymentId);
        }
        const decision = decide(settlement, clock.now());
        if (decision.outcome === 'refused') return decision.refusal;
        await settlements.save(decision.events);
        return { done: begins };
      }),
    );
  };
}
