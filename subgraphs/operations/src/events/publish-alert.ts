import { operationsEvents, type EventDraft } from '@voltpark/contracts';
import { draftEvent } from '@voltpark/kit/backbone/draft';
import { unreachable } from '@voltpark/kit/decision';
import type { Cause } from '../application/ports.js';
import type { Alert, AlertEvent, Measure } from '../domain/alert.js';

const { alertAcknowledged, alertEscalated, alertRaised, alertResolved, capacityThresholdExceeded } =
  operationsEvents;

/** Events of alerts; of capacity that runs short, there is one more. */
export function publishAlert(event: AlertEvent, cause: Cause, at: Date): EventDraft[] {
  const { alert } = event;
  const { id, version, tenantId } = alert;
  const of = { type: 'alert', id, version, tenantId, at };
  switch (event.type) {
    case 'AlertRaised':
      return [
        draftEvent(alertRaised, shown(alert), of, cause),
        ...capacity(alert, event.measure, cause, at),
      ];
    case 'AlertAcknowledged':
      return [draftEvent(alertAcknowledged, shown(alert), of, cause)];
    case 'AlertEscalated':
      return [draftEvent(alertEscalated, shown(alert), of, cause)];
    case 'AlertResolved':
      return [draftEvent(alertResolved, shown(alert), of, cause)];
    default:
      return unreachable(event);
  }
}

/** A crossing is an aggregate of its own, of one event. */
function capacity(alert: Alert, { places }: Measure, cause: Cause, at: Date): EventDraft[] {
  const { id: alertId, kind, facilityId, tenantId, value, threshold } = alert;
  if (places === undefined || (kind !== 'HIGH_OCCUPANCY' && kind !== 'LOW_AVAILABILITY')) return [];
  const data = {
    ...{ facilityId, tenantId, alertId, kind, value, threshold },
    ...{ ...places, at: alert.raisedAt.toISOString() },
  };
  const of = { type: 'capacity_crossing', id: alertId, version: 1, tenantId, at };
  return [draftEvent(capacityThresholdExceeded, data, of, cause)];
}

function shown({ id, raisedAt, acknowledgedAt, resolvedAt, ...alert }: Alert) {
  const { ruleId, facilityId, tenantId, kind, severity, status, subjectId, message } = alert;
  const { value, threshold, escalation, acknowledgedBy, resolvedBy } = alert;
  return {
    ...{ alertId: id, ruleId, facilityId, tenantId, kind, severity, status, subjectId, message },
    ...{ value, threshold, escalation, acknowledgedBy, resolvedBy },
    raisedAt: raisedAt.toISOString(),
    acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
    resolvedAt: resolvedAt?.toISOString() ?? null,
  };
}
