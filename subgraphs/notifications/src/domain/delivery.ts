import type { Channel } from './kinds.js';
import { limits } from './limits.js';

/** Why a delivery is not made, without anything having failed. */
export type Suppression = 'STALE' | 'EXPIRED' | 'NO_ADDRESS' | 'UNWANTED' | 'TARGET_GONE';

/** Where a delivery stands. */
export type DeliveryState =
  | { readonly status: 'QUEUED'; readonly dueAt: Date }
  /** Somebody sends it; from `dueAt` on, whoever did has died, and it is taken over. */
  | { readonly status: 'SENDING'; readonly dueAt: Date }
  | { readonly status: 'SENT'; readonly settledAt: Date; readonly providerId: string | null }
  /** Came to nothing so far; tried again at `dueAt`. */
  | { readonly status: 'FAILED'; readonly dueAt: Date; readonly reason: string }
  /** Given up; only staff begin anew. */
  | { readonly status: 'DEAD'; readonly settledAt: Date; readonly reason: string }
  | { readonly status: 'SUPPRESSED'; readonly settledAt: Date; readonly reason: Suppression };

/** A notice on its way by one channel to one target. */
export interface Delivery {
  readonly id: string;
  readonly noticeId: string;
  readonly channel: Channel;
  /** A device or an endpoint; empty where the recipient has one address only. */
  readonly target: string;
  readonly tenantId: string | null;
  /** How often it was begun to be sent. */
  readonly attempts: number;
  readonly createdAt: Date;
  /** Counts its published events. */
  readonly version: number;
  readonly state: DeliveryState;
}

/** What became of an attempt. */
export type Outcome =
  | { readonly type: 'SENT'; readonly providerId: string | null }
  /** `isFinal`: trying again would change nothing. */
  | { readonly type: 'FAILED'; readonly reason: string; readonly isFinal: boolean }
  | { readonly type: 'SUPPRESSED'; readonly reason: Suppression }
  /** Not an attempt after all: not now. */
  | { readonly type: 'PUT_OFF'; readonly until: Date };

/** True when somebody may take the delivery and send it. */
export function isDue({ state }: Delivery, now: Date): boolean {
  return 'dueAt' in state && state.dueAt <= now;
}

/** The delivery in the hands of somebody who sends it. */
export function taken(delivery: Delivery, now: Date): Delivery {
  const dueAt = new Date(now.getTime() + limits.leaseMs);
  return {
    ...delivery,
    attempts: delivery.attempts + 1,
    state: { status: 'SENDING', dueAt },
  };
}

/**
 * The delivery after an attempt. Null when it is not this attempt's any more: another one took over, or it is settled.
 * @param attempt which attempt reports
 */
export function concluded(
  delivery: Delivery,
  attempt: number,
  outcome: Outcome,
  now: Date,
): Delivery | null {
  if (delivery.state.status !== 'SENDING' || delivery.attempts !== attempt) return null;
  const told = { ...delivery, version: delivery.version + 1 };
  switch (outcome.type) {
    case 'SENT':
      return {
        ...told,
        state: { status: 'SENT', settledAt: now, providerId: outcome.providerId },
      };
    case 'SUPPRESSED':
      return {
        ...delivery,
        state: { status: 'SUPPRESSED', settledAt: now, reason: outcome.reason },
      };
    case 'PUT_OFF':
      return {
        ...delivery,
        attempts: delivery.attempts - 1,
        state: { status: 'QUEUED', dueAt: outcome.until },
      };
    case 'FAILED': {
      const reason = outcome.reason.slice(0, limits.reasonCharacters);
      const wait = limits.retryMs[attempt - 1];
      if (outcome.isFinal || wait === undefined) {
        return { ...told, state: { status: 'DEAD', settledAt: now, reason } };
      }
      const dueAt = new Date(now.getTime() + wait);
      return { ...delivery, state: { status: 'FAILED', dueAt, reason } };
    }
  }
}

/** A dead delivery from the beginning; null when it is not dead. */
export function revived(delivery: Delivery, now: Date): Delivery | null {
  if (delivery.state.status !== 'DEAD') return null;
  return { ...delivery, attempts: 0, state: { status: 'QUEUED', dueAt: now } };
}
