import type { AlertEvent } from './alert.js';
import type { HealthChanged } from './device.js';

/** Devices of a facility sent readings. */
export interface TelemetryTold {
  readonly type: 'TelemetryTold';
  readonly facilityId: string;
  readonly tenantId: string;
  readonly readingCount: number;
  readonly from: Date;
  readonly to: Date;
  readonly version: number;
}

/** All that happens in this context. */
export type DomainEvent = HealthChanged | TelemetryTold | AlertEvent;
