import { operationsEvents, type EventDefinition } from '@voltpark/contracts';
import type { Reaction } from '@voltpark/kit/backbone/reaction';
import type { Facts } from '../domain/facts.js';
import { kept } from './logged.js';

const { alertAcknowledged, alertEscalated, alertRaised, alertResolved } = operationsEvents;

/** What stands in the log alone: that something was wrong. */
const logged: readonly EventDefinition[] = [
  ...[alertRaised, alertAcknowledged, alertEscalated, alertResolved],
];

export function otherReactions<Tx>(factsIn: (tx: Tx) => Facts): Reaction<Tx>[] {
  return logged.map((event) => kept(event, factsIn));
}
