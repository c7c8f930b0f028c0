import { capturePayment, refundPayment, voidPayment } from './change-payment.js';
import { authorisePayment, payInvoice } from './pay-invoice.js';
import type { Ports } from './ports.js';
import { readMoney } from './read-money.js';

/** Everything that one can ask of what is owed, of payments and of the ledger. */
export function moneyUseCases(ports: Ports) {
  return {
    payInvoice: payInvoice(ports),
    authorisePayment: authorisePayment(ports),
    capturePayment: capturePayment(ports),
    voidPayment: voidPayment(ports),
    refundPayment: refundPayment(ports),
    ...readMoney(ports),
  };
}
