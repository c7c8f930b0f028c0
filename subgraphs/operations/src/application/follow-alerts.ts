import { operationsEvents, type DataOf } from '@voltpark/contracts';
import type { LiveEvent } from '@voltpark/kit/backbone/port';
import type { Alert } from '../domain/alert.js';
import { limits } from '../domain/limits.js';
import type { Cause, Ports } from './ports.js';
import { reachOf, type Reach } from '@voltpark/kit/reach';

const { alertAcknowledged, alertEscalated, alertRaised, alertResolved } = operationsEvents;
const followed = [alertRaised, alertAcknowledged, alertEscalated, alertResolved] as const;

/** Open alerts at one moment, or one that changed. */
export interface LiveAlerts {
  readonly kind: 'SNAPSHOT' | 'CHANGE';
  readonly alerts: readonly Alert[];
  readonly cursor: string;
  readonly position: number;
}

/**
 * Alerts within reach, of one facility or all: the open ones now, then each change. A change that the snapshot
 * already shows may come once more; versions tell.
 */
export function followAlerts({ liveEvents, reads }: Ports) {
  return async function* alerts(
    { actor }: Cause,
    facilityId: string | null,
    after: string | null,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<LiveAlerts, void, undefined> {
    const reach = reachOf(actor);
    const following = await liveEvents.follow({
      events: followed,
      after,
      ...(facilityId === null ? {} : { key: facilityId }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (after === null) {
      const slice = { limit: limits.liveAlerts, after: null };
      const open = await reads.alerts.find({ facilityId, isOpen: true }, slice, reach);
      const { cursor, position } = following;
      yield { kind: 'SNAPSHOT', alerts: open, cursor, position };
    }
    for await (const { event, cursor, position } of following.events) {
      const alert = alertOf(event);
      if (!isWithin(reach, alert.tenantId)) continue;
      yield { kind: 'CHANGE', alerts: [alert], cursor, position };
    }
  };
}

const isWithin = (reach: Reach, tenantId: string) =>
  reach.kind === 'EVERYTHING' || (reach.kind === 'TENANT' && reach.tenantId === tenantId);

function alertOf({
  data: { alertId: id, raisedAt, acknowledgedAt, resolvedAt, ...alert },
  aggregateversion: version,
}: LiveEvent<DataOf<typeof alertRaised>>['event']): Alert {
  const dateOf = (text: string | null) => (text === null ? null : new Date(text));
  return {
    ...{ ...alert, id, version, raisedAt: new Date(raisedAt) },
    acknowledgedAt: dateOf(acknowledgedAt),
    resolvedAt: dateOf(resolvedAt),
    // Neither is told to others.
    ...{ escalateAt: null, resolution: null },
  };
}
