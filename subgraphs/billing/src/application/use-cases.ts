import { moneyUseCases } from './money-use-cases.js';
import type { Ports } from './ports.js';
import { readInvoices } from './read-invoices.js';

/** Everything that one can ask of this context. */
export type UseCases = ReturnType<typeof useCases>;

/** All use cases over the same ports. */
export function useCases(ports: Ports) {
  return { ...readInvoices(ports), ...moneyUseCases(ports) };
}
