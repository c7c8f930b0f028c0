import type { EventDefinition } from './event.js';
import * as contexts from './events/index.js';

const isEvent = (exported: unknown): exported is EventDefinition =>
  typeof exported === 'object' && exported !== null && 'summary' in exported && 'key' in exported;

/** Every event that Voltpark publishes, by type. */
export const catalog: ReadonlyMap<string, EventDefinition> = new Map(
  Object.values<Record<string, unknown>>(contexts)
    .flatMap((module) => Object.values(module).filter(isEvent))
    .map((definition) => [definition.type, definition]),
);
