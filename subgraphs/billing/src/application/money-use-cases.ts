import type { Ports } from './ports.js';

/** Everything that one can ask of ledger and payments. */
export function moneyUseCases(_ports: Ports) {
  return {};
}
