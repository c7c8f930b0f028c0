import { operationsEvents, type EventDraft } from '@voltpark/contracts';
import { draftEvent } from '@voltpark/kit/backbone/draft';
import { unreachable } from '@voltpark/kit/decision';
import type { Cause } from '../application/ports.js';
import type { HealthChanged } from '../domain/device.js';
import type { DomainEvent } from '../domain/events.js';
import { publishAlert } from './publish-alert.js';

const { chargerHealthChanged, deviceRecovered, deviceUnhealthy, telemetryIngested } =
  operationsEvents;

/** What happened, as the rest of Voltpark hears of it; nothing, where that concerns nobody. */
export function publish(event: DomainEvent, cause: Cause, at: Date): EventDraft[] {
  switch (event.type) {
    case 'ChargerHealthChanged':
      return [health(chargerHealthChanged, event, cause, at)];
    case 'DeviceUnhealthy':
      return [health(deviceUnhealthy, event, cause, at)];
    case 'DeviceRecovered':
      return [health(deviceRecovered, event, cause, at)];
    case 'DeviceSettled':
      return [];
    case 'TelemetryTold': {
      const { facilityId, tenantId, readingCount, from, to, version } = event;
      const told = { from: from.toISOString(), to: to.toISOString() };
      const of = { type: 'telemetry', id: facilityId, version, tenantId, at };
      return [
        draftEvent(telemetryIngested, { facilityId, tenantId, readingCount, ...told }, of, cause),
      ];
    }
    case 'AlertRaised':
    case 'AlertAcknowledged':
    case 'AlertEscalated':
    case 'AlertResolved':
      return publishAlert(event, cause, at);
    default:
      return unreachable(event);
  }
}

function health(
  definition: typeof chargerHealthChanged,
  { device, previous }: HealthChanged,
  cause: Cause,
  at: Date,
): EventDraft {
  const { id: deviceId, kind, name, facilityId, tenantId, stationId, version } = device;
  const since = device.healthSince.toISOString();
  const data = {
    ...{ deviceId, kind, name, facilityId, tenantId, stationId, previous, since },
    health: device.health,
    reasons: [...device.reasons],
  };
  return draftEvent(
    definition,
    data,
    { type: 'device', id: deviceId, version, tenantId, at },
    cause,
  );
}
