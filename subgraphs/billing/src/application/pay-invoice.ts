import { invalidInput, notFound } from '@voltpark/kit/decision';
import { minorDigitsOf } from '@voltpark/rating/invoice-rounding';
import {
  beginPayment,
  invoiceNotPayable,
  refuseCardNumbers,
  type BeginPayment,
} from '../domain/begin-payment.js';
import { minorOf } from '../domain/minor.js';
import type { PaymentMethodKind } from '../domain/payment.js';
import { conductPayment } from './conduct-payment.js';
import { keyFault } from './key-fault.js';
import { outcomeOf, takenOutcomeOf } from './payment-outcome.js';
import type { Cause, Ports } from './ports.js';
import { sees } from '@voltpark/kit/viewer';
import { payerOf } from './viewer.js';

/** How somebody means to pay. */
export interface PayInvoiceCommand {
  readonly idempotencyKey: string;
  readonly invoiceId: string;
  readonly method: PaymentMethodKind;
  /** The processor's token. */
  readonly token: string;
  /** In the currency's major unit; absent: all that is owed. */
  readonly amount?: string | null | undefined;
}

/** Pays an invoice: authorised and captured at once. */
export function payInvoice(ports: Ports) {
  const pay = paying(ports, 'payInvoice', 'AT_ONCE');
  return async (cause: Cause, command: PayInvoiceCommand) => {
    const paid = await pay(cause, command);
    return 'type' in paid ? paid : takenOutcomeOf(paid);
  };
}

/** Sets money aside for an invoice, to be captured when somebody says so. */
export function authorisePayment(ports: Ports) {
  const pay = paying(ports, 'authorisePayment', 'LATER');
  return async (cause: Cause, command: PayInvoiceCommand) => {
    const paid = await pay(cause, command);
    return 'type' in paid ? paid : outcomeOf(paid);
  };
}

function paying(ports: Ports, operation: string, capture: BeginPayment['capture']) {
  const conduct = conductPayment(ports);
  return async (cause: Cause, command: PayInvoiceCommand) => {
    const { idempotencyKey, token, ...rest } = command;
    // First of all, and outside of any transaction: not even a hash of a card number is to be kept.
    const fault = refuseCardNumbers({ token, idempotencyKey }) ?? keyFault(idempotencyKey);
    if (fault !== null) return fault;
    const input = { ...rest, token };
    const begun = await ports.transact(cause, (stores) =>
      stores.once({ idempotencyKey, operation, input }, async () => {
        const settlement = await stores.settlements.hold(command.invoiceId);
        if (settlement === null || !sees(payerOf(cause.actor), settlement.receivable)) {
          return notFound('Invoice', command.invoiceId);
        }
        const amountMinor = amountOf(command.amount, settlement.receivable.currency);
        if (amountMinor === undefined) return invalidInput('amount', 'This is no amount of money.');
        const given = { id: ports.newId(), now: ports.clock.now(), actorId: cause.actor.id };
        const wish = { method: command.method, token, amountMinor, capture };
        const decision = beginPayment(settlement, wish, given);
        if (decision.outcome === 'refused') return decision.refusal;
        await stores.settlements.save(decision.events);
        return { paymentId: given.id };
      }),
    );
    if ('paymentId' in begun) return conduct(cause, begun.paymentId, false);
    return begun.type === 'NotFound' ? whyNot(ports, cause, command.invoiceId) : begun;
  };
}

/** Null: all; undefined: not an amount. */
export function amountOf(
  amount: string | null | undefined,
  currency: string,
): number | null | undefined {
  if (amount == null) return null;
  return minorOf(amount, minorDigitsOf(currency)) ?? undefined;
}

/** Drafts and credit notes are there to be seen, and not to be paid. */
async function whyNot({ reads }: Ports, { actor }: Cause, invoiceId: string) {
  const [invoice] = await reads.invoices.byIds([invoiceId], payerOf(actor));
  if (invoice === undefined) return notFound('Invoice', invoiceId);
  return invoiceNotPayable(
    invoiceId,
    invoice.kind === 'CREDIT_NOTE'
      ? 'A credit note is not to be paid.'
      : 'The invoice is not issued yet.',
  );
}
