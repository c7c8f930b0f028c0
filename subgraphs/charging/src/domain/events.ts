import type { MeterEvent } from './meter-events.js';
import type { SessionProposed } from './proposal.js';
import type { QueueEvent } from './queue-events.js';
import type { SessionEvent } from './session.js';
import type { StationEvent } from './station.js';
import type { StaySettled } from './stay.js';

/** All that happens in this context and is told to others. */
export type DomainEvent =
  StationEvent | SessionEvent | MeterEvent | QueueEvent | SessionProposed | StaySettled;
