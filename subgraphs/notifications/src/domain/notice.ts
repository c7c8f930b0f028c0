import type { Delivery, DeliveryState } from './delivery.js';
import type { Facts } from './facts.js';
import { channels, kindOf, type Channel, type NoticeKind } from './kinds.js';
import { limits } from './limits.js';
import { quietUntil, type QuietHours } from './quiet-hours.js';

/** Whom a notice is for: a person, or the systems of a tenant. */
export interface Recipient {
  readonly kind: 'CUSTOMER' | 'TENANT';
  readonly id: string;
}

/** One thing that one recipient is told. */
export interface Notice {
  readonly id: string;
  /** The event, or what makes several events one notice. */
  readonly sourceId: string;
  readonly kind: NoticeKind;
  readonly recipient: Recipient;
  /** Whom it is about, whoever it is for; null: nobody who is known. */
  readonly customerId: string | null;
  readonly tenantId: string | null;
  readonly facilityId: string | null;
  readonly facts: Facts;
  readonly occurredAt: Date;
  readonly createdAt: Date;
  /** From then on nobody needs to hear of it any more. */
  readonly expiresAt: Date | null;
  readonly inFeed: boolean;
  readonly readAt: Date | null;
  /** Counts its published events. */
  readonly version: number;
}

/** What happened, before it is known whom to tell by which way. */
export type Occasion = Pick<
  Notice,
  | 'sourceId'
  | 'kind'
  | 'customerId'
  | 'tenantId'
  | 'facilityId'
  | 'facts'
  | 'occurredAt'
  | 'expiresAt'
>;

/** A wish that differs from what is usual. */
export interface Preference {
  readonly kind: NoticeKind;
  readonly channel: Channel;
  readonly isWanted: boolean;
}

/** What is known of a customer when a notice is made. */
export interface CustomerKnown {
  readonly preferences: readonly Preference[];
  readonly quietHours: QuietHours | null;
  readonly deviceIds: readonly string[];
}

/** Whether a customer wants a kind by a channel: as wished, else as usual. */
export function isWanted(
  preferences: readonly Preference[],
  kind: NoticeKind,
  channel: Channel,
): boolean {
  const wish = preferences.find((one) => one.kind === kind && one.channel === channel);
  return wish?.isWanted ?? kindOf(kind).usual.includes(channel);
}

/** A delivery to be made. */
export type Plan = Pick<Delivery, 'channel' | 'target' | 'state'>;

/**
 * How a customer is told: by every channel that is wanted.
 * @param only channels that somebody chose, null: all; those that are not wanted are then recorded as suppressed
 */
export function plansForCustomer(
  occasion: Occasion,
  known: CustomerKnown,
  now: Date,
  only: readonly Channel[] | null = null,
): Plan[] {
  const { kind } = occasion;
  const personal = channels.filter((channel) => channel !== 'WEBHOOK');
  return personal
    .filter((channel) => only === null || only.includes(channel))
    .flatMap((channel): Plan[] => {
      if (!isWanted(known.preferences, kind, channel)) {
        if (only === null) return [];
        const state = { status: 'SUPPRESSED', settledAt: now, reason: 'UNWANTED' } as const;
        return [{ channel, target: '', state }];
      }
      const dueAt = quietUntil(known.quietHours, { kind, channel }, now) ?? now;
      const state = stateAtFirst(occasion, channel, dueAt, now);
      const targets = channel === 'PUSH' ? known.deviceIds : [''];
      return targets.map((target) => ({ channel, target, state }));
    });
}

/** How a tenant's systems are told: at every endpoint that asked for the kind. */
export function plansForTenant(
  occasion: Occasion,
  endpoints: readonly { readonly id: string; readonly kinds: readonly string[] }[],
  now: Date,
): Plan[] {
  return endpoints
    .filter(({ kinds: asked }) => asked.length === 0 || asked.includes(occasion.kind))
    .map(({ id }) => ({
      channel: 'WEBHOOK',
      target: id,
      state: stateAtFirst(occasion, 'WEBHOOK', now, now),
    }));
}

function stateAtFirst(
  { occurredAt, expiresAt }: Occasion,
  channel: Channel,
  dueAt: Date,
  now: Date,
): DeliveryState {
  // What stands in the feed is delivered by that, however late.
  if (channel === 'IN_APP') return { status: 'SENT', settledAt: now, providerId: null };
  const suppressed = (reason: 'STALE' | 'EXPIRED') =>
    ({ status: 'SUPPRESSED', settledAt: now, reason }) as const;
  if (now.getTime() - occurredAt.getTime() > limits.staleMs) return suppressed('STALE');
  if (expiresAt !== null && expiresAt <= dueAt) return suppressed('EXPIRED');
  return { status: 'QUEUED', dueAt };
}

/** The notice once it was read; null when it was before. */
export function read(notice: Notice, now: Date): Notice | null {
  return notice.readAt === null ? { ...notice, readAt: now, version: notice.version + 1 } : null;
}
