import type { EventDefinition } from './event.js';
import * as accounts from './events/accounts.js';
import * as facilities from './events/facilities.js';
import * as parking from './events/parking.js';

const isEvent = (exported: unknown): exported is EventDefinition =>
  typeof exported === 'object' && exported !== null && 'summary' in exported && 'key' in exported;

/** Every event that Voltpark publishes, by type. */
export const catalog: ReadonlyMap<string, EventDefinition> = new Map(
  [facilities, parking, accounts]
    .flatMap((module) => Object.values(module).filter(isEvent))
    .map((definition) => [definition.type, definition]),
);
