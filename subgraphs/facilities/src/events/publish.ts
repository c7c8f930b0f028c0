import { facilitiesEvents, type EventDraft } from '@voltpark/contracts';
import { draftEvent, type AggregateVersion } from '@voltpark/kit/backbone/draft';
import { unreachable } from '@voltpark/kit/decision';
import type { Cause, DomainEvent } from '../application/ports.js';
import type { SettingEvent } from '../domain/configuration.js';
import { reasonOf, type Facility } from '../domain/facility.js';

const {
  configChanged,
  facilityRegistered,
  facilityStatusChanged,
  facilityUpdated,
  stationConfigUpdated,
  tenantRegistered,
} = facilitiesEvents;

/** What happened, as the rest of Voltpark hears of it. */
export function publish(event: DomainEvent, cause: Cause): EventDraft {
  switch (event.type) {
    case 'TenantRegistered': {
      const { id, name, version, registeredAt } = event.tenant;
      const of = { type: 'tenant', id, version, tenantId: id, at: registeredAt };
      return draftEvent(tenantRegistered, { tenantId: id, name }, of, cause);
    }
    case 'FacilityRegistered':
      return draftEvent(facilityRegistered, snapshot(event.facility), at(event.facility), cause);
    case 'FacilityUpdated':
      return draftEvent(facilityUpdated, snapshot(event.facility), at(event.facility), cause);
    case 'FacilityStatusChanged': {
      const { id: facilityId, tenantId, operation } = event.facility;
      const { previous } = event;
      const { status } = operation;
      const data = { facilityId, tenantId, previous, status, reason: reasonOf(operation) };
      return draftEvent(facilityStatusChanged, data, at(event.facility), cause);
    }
    case 'SettingSeeded':
    case 'SettingChanged':
      return settingDraft(event, cause);
    default:
      return unreachable(event);
  }
}

function settingDraft(event: SettingEvent, cause: Cause): EventDraft {
  const { key, previous, value, version, at: when, owner } = event;
  const { scope, scopeId, tenantId, facilityId } = owner;
  const type = `${scope.toLowerCase()}_configuration`;
  const of = { type, id: scopeId, version, tenantId, at: when };
  if (scope !== 'STATION') {
    return draftEvent(configChanged, { key, scope, scopeId, tenantId, previous, value }, of, cause);
  }
  if (facilityId === null) throw new Error('A station stands at a facility.');
  const data = { stationId: scopeId, facilityId, tenantId, key, previous, value };
  return draftEvent(stationConfigUpdated, data, of, cause);
}

/** Everything that other contexts may keep of a facility. */
function snapshot(facility: Facility): facilitiesEvents.FacilitySnapshot {
  return {
    facilityId: facility.id,
    tenantId: facility.tenantId,
    externalId: facility.externalId,
    name: facility.name,
    ...facility.address,
    ...facility.position,
    timeZone: facility.timeZone,
    currency: facility.currency,
    status: facility.operation.status,
    evPolicy: facility.evPolicy,
    pricingStrategy: facility.pricingStrategy,
    capacity: [...facility.capacity],
    openingPeriods: [...facility.openingPeriods],
    specialDays: facility.specialDays.map((day) => ({ ...day, hours: [...day.hours] })),
  };
}

const at = ({ id, version, tenantId, updatedAt }: Facility): AggregateVersion => ({
  type: 'facility',
  id,
  version,
  tenantId,
  at: updatedAt,
});
