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

/** What is known of a tenant when a notice is made. */
export interface TenantKnown {
  readonly endpoints: readonly { readonly id: string; readonly kinds: readonly string[] }[];
  /** Whether its staff reads mails. */
  readonly hasMailbox: boolean;
}

/**
 * How a tenant is told: its staff in their feed and by mail, where the kind is for them; its systems at every endpoint
 * that asked for the kind.
 */
export function plansForTenant(occasion: Occasion, known: TenantKnown, now: Date): Plan[] {
  const { kind } = occasion;
  const { isForStaff = false, usual } = kindOf(kind);
  const plan = (channel: Channel, target = ''): Plan => ({
    ...{ channel, target },
    state: stateAtFirst(occasion, channel, now, now),
  });
  const forStaff = usual
    .filter((channel) => isForStaff && (channel !== 'EMAIL' || known.hasMailbox))
    .map((channel) => plan(channel));
  const forSystems = known.endpoints
    .filter(({ kinds: asked }) => asked.length === 0 || asked.includes(kind))
    .map(({ id }) => plan('WEBHOOK', id));
  return [...forStaff, ...forSystems];
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

/** True for what happened so long ago that a notice of it would be removed at once. */
export function isHistory({ occurredAt }: Pick<Occasion, 'occurredAt'>, now: Date): boolean {
  return now.getTime() - occurredAt.getTime() > limits.noticeRetentionMs;
}

/** The notice once it was read; null when it was before. */
export function read(notice: Notice, now: Date): Notice | null {
  return notice.readAt === null ? { ...notice, readAt: now, version: notice.version + 1 } : null;
}
