import { applyDiscount } from './apply-discount.js';
import { estimate } from './estimate.js';
import { moneyUseCases } from './money-use-cases.js';
import type { Ports } from './ports.js';
import { readInvoices } from './read-invoices.js';
import { revenue } from './revenue.js';
import { settleStay } from './settle-stay.js';

/** Everything that one can ask of this context. */
export type UseCases = ReturnType<typeof useCases>;

/** All use cases over the same ports. */
export function useCases(ports: Ports) {
  return {
    settleStay: settleStay(ports),
    applyDiscount: applyDiscount(ports),
    estimate: estimate(ports),
    revenue: revenue(ports),
    ...readInvoices(ports),
    ...moneyUseCases(ports),
  };
}
