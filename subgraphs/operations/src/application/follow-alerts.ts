import { operationsEvents, type DataOf } from '@voltpark/contracts';
import type { LiveEvent } from '@voltpark/kit/backbone/port';
import {
  patience,
  type Following,
  type LivePlace,
  type Upcoming,
} from '@voltpark/kit/backbone/snapshot-place';
import { reachOf, type Reach } from '@voltpark/kit/reach';
import type { Alert } from '../domain/alert.js';
import { limits } from '../domain/limits.js';
import type { Cause, Ports } from './ports.js';

const { alertAcknowledged, alertEscalated, alertRaised, alertResolved } = operationsEvents;
const followed = [alertRaised, alertAcknowledged, alertEscalated, alertResolved] as const;
type Told = DataOf<typeof alertRaised>;

/** Open alerts at one moment, or one that changed. */
export interface LiveAlerts extends LivePlace {
  readonly kind: 'SNAPSHOT' | 'CHANGE';
  readonly alerts: readonly Alert[];
}

/**
 * Alerts within reach, of one facility or all: the open ones now, then each change once and in order. With `after` only
 * the changes behind it. The following begins before the snapshot is read, so that nothing falls between them.
 */
export function followAlerts({ liveEvents, reads }: Pick<Ports, 'liveEvents' | 'reads'>) {
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
    try {
      const shown = new Map<string, number>();
      let upcoming: Upcoming<Told> | undefined;
      if (after === null) {
        const slice = { limit: limits.liveAlerts, after: null };
        const open = await reads.alerts.find({ facilityId, isOpen: true }, slice, reach);
        const snapshot = await joined(following, open, await reads.alerts.streamPositions(open));
        for (const { id, version } of open) shown.set(id, version);
        upcoming = snapshot.upcoming;
        const within = snapshot.alerts.filter(({ tenantId }) => isWithin(reach, tenantId));
        yield { kind: 'SNAPSHOT', alerts: within, ...snapshot.at };
      }
      for (;;) {
        const next = await (upcoming ?? following.events.next());
        upcoming = undefined;
        if (next.done === true) return;
        const { event, cursor, position } = next.value;
        const alert = alertOf(event);
        // What the snapshot showed before it was published.
        if (alert.version <= (shown.get(alert.id) ?? 0)) continue;
        shown.delete(alert.id);
        if (isWithin(reach, alert.tenantId)) {
          yield { kind: 'CHANGE', alerts: [alert], cursor, position };
        }
      }
    } finally {
      await following.events.return?.();
    }
  };
}

const isWithin = (reach: Reach, tenantId: string) =>
  reach.kind === 'EVERYTHING' || (reach.kind === 'TENANT' && reach.tenantId === tenantId);

/**
 * Open alerts joined with the stream: where the snapshot shows changes that are still on their way there, it waits for
 * them and takes in what comes meanwhile, so that it stands right behind an event and shows all up to it. When the
 * stream does not catch up in time, those changes come once more to whoever goes on from its cursor.
 * @param published where the stream has the event of each alert's version, by alert; none: not yet
 */
async function joined(
  following: Following<Told>,
  open: readonly Alert[],
  published: ReadonlyMap<string, number>,
): Promise<{
  readonly alerts: Alert[];
  readonly at: LivePlace;
  readonly upcoming: Upcoming<Told> | undefined;
}> {
  const { position } = following;
  const ahead = new Map(
    open
      .filter(({ id }) => (published.get(id) ?? Infinity) > position)
      .map(({ id, version }) => [id, version]),
  );
  const known = new Map(open.map((alert) => [alert.id, alert]));
  let at: LivePlace = { cursor: following.cursor, position };
  let upcoming: Upcoming<Told> | undefined;
  const deadline = patience(limits.snapshotHoldMs);
  try {
    while (ahead.size > 0) {
      upcoming = following.events.next();
      const next = await Promise.race([upcoming, deadline.passed]);
      if (next === 'PASSED' || next.done === true) break;
      upcoming = undefined;
      at = { cursor: next.value.cursor, position: next.value.position };
      const alert = alertOf(next.value.event);
      if (alert.version >= (ahead.get(alert.id) ?? Infinity)) ahead.delete(alert.id);
      if (alert.version > (known.get(alert.id)?.version ?? 0)) known.set(alert.id, alert);
    }
  } finally {
    deadline.cancel();
  }
  const alerts = [...known.values()]
    .filter(({ status }) => status !== 'RESOLVED')
    .toSorted((a, b) => b.raisedAt.getTime() - a.raisedAt.getTime() || (a.id < b.id ? 1 : -1));
  return { alerts, at, upcoming };
}

function alertOf({
  data: { alertId: id, raisedAt, acknowledgedAt, resolvedAt, ...alert },
  aggregateversion: version,
}: LiveEvent<Told>['event']): Alert {
  const dateOf = (text: string | null) => (text === null ? null : new Date(text));
  return {
    ...{ ...alert, id, version, raisedAt: new Date(raisedAt) },
    acknowledgedAt: dateOf(acknowledgedAt),
    resolvedAt: dateOf(resolvedAt),
    // Neither is told to others.
    ...{ escalateAt: null, resolution: null },
  };
}
