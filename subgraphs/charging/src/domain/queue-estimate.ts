import { isLive, isWaiting, type Queue, type QueueConnector, type QueueEntry } from './queue.js';
import { queueLimits as limits } from './queue-limits.js';
import type { ConnectorStatus, ConnectorType } from './station.js';

/** States of a connector in which nobody can say when it will serve again. */
const outOfService: readonly ConnectorStatus[] = [
  'INOPERATIVE',
  'OUTOFORDER',
  'PLANNED',
  'REMOVED',
];

/** When a connector will serve the next: now, when its session ends, or null when nobody knows. */
export function readyAt(connector: QueueConnector, now: Date): Date | null {
  const { status, isOnline, session, reservation, standing } = connector;
  if (!isOnline || outOfService.includes(status)) return null;
  const later = (ms: number) => new Date(now.getTime() + ms);
  if (session !== null) {
    if (session.endsAt === null) return later(limits.typicalSessionMs);
    // One that should be over by now is over any moment.
    return new Date(Math.max(session.endsAt.getTime(), now.getTime()) + limits.turnaroundMs);
  }
  if (reservation !== null) return later(limits.turnaroundMs + limits.typicalSessionMs);
  if (status === 'CHARGING' || status === 'BLOCKED') return later(limits.typicalBlockMs);
  return standing === null ? now : later(limits.typicalBlockMs);
}

/** Chargers and when each serves the next, as entry after entry takes one of them. */
class Chargers {
  readonly #free = new Map<string, number>();

  constructor(
    readonly connectors: readonly QueueConnector[],
    readonly now: Date,
  ) {
    for (const connector of connectors) {
      const ready = readyAt(connector, now)?.getTime();
      const known = this.#free.get(connector.chargerId);
      // A charger serves one vehicle at a time: it is ready when its last connector is.
      if (ready !== undefined && (known === undefined || ready > known)) {
        this.#free.set(connector.chargerId, ready);
      }
    }
  }

  /** The charger of these types that is ready first, and when. */
  first(types: readonly ConnectorType[]): { readonly id: string; readonly at: number } | null {
    let best: { readonly id: string; readonly at: number } | null = null;
    for (const connector of this.connectors) {
      if (!types.includes(connector.type) || readyAt(connector, this.now) === null) continue;
      const at = this.#free.get(connector.chargerId);
      if (at !== undefined && (best === null || at < best.at))
        best = { id: connector.chargerId, at };
    }
    return best;
  }

  take(id: string, at: number): void {
    this.#free.set(id, at + limits.turnaroundMs + limits.typicalSessionMs);
  }
}

/** Seconds until a charger, whole minutes upwards, as nobody can promise seconds. */
const waitSeconds = (at: number, now: Date): number =>
  Math.max(0, Math.ceil((at - now.getTime()) / 60_000)) * 60;

/** How long everybody who waits has to, in the order in which it will be offered; null where nobody can say. */
export function estimates(
  queue: Pick<Queue, 'entries' | 'connectors'>,
  now: Date,
): {
  readonly waits: ReadonlyMap<string, number | null>;
  newcomer(type: ConnectorType): number | null;
} {
  const chargers = new Chargers(queue.connectors, now);
  const waits = new Map<string, number | null>();
  for (const entry of queue.entries.filter(isWaiting)) {
    const first = chargers.first(entry.connectorTypes);
    waits.set(entry.id, first === null ? null : waitSeconds(first.at, now));
    if (first !== null) chargers.take(first.id, first.at);
  }
  return {
    waits,
    newcomer(type) {
      const first = chargers.first([type]);
      return first === null ? null : waitSeconds(first.at, now);
    },
  };
}

/** Place among those who wait for some of the same connectors: 1 is next. Null for those who do not wait. */
export function positionOf(entries: readonly QueueEntry[], entry: QueueEntry): number | null {
  if (!isWaiting(entry)) return null;
  const ahead = entries.filter(
    (other) =>
      isWaiting(other) &&
      other.place < entry.place &&
      other.connectorTypes.some((type) => entry.connectorTypes.includes(type)),
  );
  return ahead.length + 1;
}

/** When something happens by itself next; null when nobody is in the queue. */
export function nextDue(queue: Queue, now: Date): Date | null {
  const live = queue.entries.filter(isLive);
  if (live.length === 0) return null;
  const times = live.map((entry) => {
    const { offer, snoozedUntil } = entry;
    return (offer?.keptUntil ?? offer?.expiresAt ?? snoozedUntil)?.getTime() ?? Infinity;
  });
  return new Date(Math.min(now.getTime() + limits.lookMs, ...times));
}
