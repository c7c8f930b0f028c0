import { estimates, positionOf } from './queue-estimate.js';
import type { OfferReleased, QueueEvent } from './queue-events.js';
import { queueLimits as limits } from './queue-limits.js';
import {
  isWaiting,
  type Offer,
  type Queue,
  type QueueConnector,
  type QueueEntry,
} from './queue.js';

/** What is to be written and told after a queue changed. */
export interface QueueChange {
  /** Entries that are new or changed, as they are written. */
  readonly entries: readonly QueueEntry[];
  /** Connectors that are kept for somebody now, or no longer. */
  readonly connectors: readonly QueueConnector[];
  readonly events: readonly QueueEvent[];
}

/**
 * What is to be told of a queue that went from one state to another: to everybody whose state, position or offer
 * changed, and whose wait is not about what was told last. Each event is one version of its entry, and the last of
 * an entry is that of its position, so that a version says where it stands.
 */
export function toldOf(before: Queue, after: Queue, now: Date): QueueChange {
  const { waits } = estimates(after, now);
  const earlier = new Map(before.entries.map((entry) => [entry.id, entry]));
  const entries: QueueEntry[] = [];
  const events: QueueEvent[] = [];
  for (const entry of after.entries) {
    const known = earlier.get(entry.id);
    const told = toldAs(
      known,
      entry,
      positionOf(after.entries, entry),
      waits.get(entry.id) ?? null,
    );
    const news = told === null ? [] : eventsOf(known, told, now);
    const last = news.at(-1);
    if (last !== undefined) entries.push(last.entry);
    else if (known !== entry) entries.push(entry);
    events.push(...news);
  }
  return { entries, connectors: changedConnectors(before, after), events };
}

/** The entry with what is told of it now; null when nothing is. */
function toldAs(
  known: QueueEntry | undefined,
  entry: QueueEntry,
  position: number | null,
  wait: number | null,
): QueueEntry | null {
  const estimatedWaitSeconds = isWaiting(entry) ? wait : null;
  const told = { ...entry, position, estimatedWaitSeconds };
  if (known === undefined) return told;
  const isNews =
    known.status !== entry.status ||
    known.position !== position ||
    !isSameOffer(known.offer, entry.offer) ||
    isOff(known.estimatedWaitSeconds, estimatedWaitSeconds);
  return isNews ? told : null;
}

const isSameOffer = (a: Offer | null, b: Offer | null): boolean =>
  a?.id === b?.id &&
  a?.keptUntil?.getTime() === b?.keptUntil?.getTime() &&
  a?.isSlotKept === b?.isSlotKept;

/** Whether an estimate is no longer about what was told. */
function isOff(told: number | null, now: number | null): boolean {
  if (told === null || now === null) return told !== now;
  const drift = Math.abs(told - now);
  return drift >= limits.estimateDriftSeconds && drift >= told * limits.estimateDriftShare;
}

function eventsOf(known: QueueEntry | undefined, entry: QueueEntry, at: Date): QueueEvent[] {
  let { version } = entry;
  const next = () => ({ ...entry, version: (version += 1) });
  const events: QueueEvent[] = [];
  const was = known?.status === 'TAKEN' ? known.offer : null;
  if (was !== null && entry.offer?.id !== was.id) {
    events.push({
      type: 'OfferReleased',
      entry: next(),
      offer: was,
      outcome: outcomeOf(entry),
      at,
    });
  }
  const { offer } = entry;
  if (entry.status === 'TAKEN' && was?.id !== offer?.id && offer?.keptUntil != null) {
    const { keptUntil } = offer;
    events.push({ type: 'OfferTaken', entry: next(), offer: { ...offer, keptUntil }, at });
  }
  return [...events, { type: 'QueuePositionChanged', entry: next(), at }];
}

function outcomeOf({ status }: QueueEntry): OfferReleased['outcome'] {
  return status === 'FULFILLED' || status === 'EXPIRED' ? status : 'WITHDRAWN';
}

function changedConnectors(before: Queue, after: Queue): QueueConnector[] {
  const earlier = new Map(before.connectors.map((connector) => [connector.id, connector]));
  return after.connectors.filter((connector) => earlier.get(connector.id) !== connector);
}
