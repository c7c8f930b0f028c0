import type { Channel } from '../domain/kinds.js';
import {
  isHistory,
  plansForCustomer,
  plansForTenant,
  type Notice,
  type Occasion,
  type Plan,
  type Recipient,
} from '../domain/notice.js';
import type { Stores } from './ports.js';

/** What telling needs beside the stores. */
export interface Telling {
  readonly now: Date;
  readonly newId: () => string;
}

/**
 * Tells those concerned of something that happened: the customer, and the tenant's staff and systems. However often it
 * is called with the same source, each of them is told once.
 */
export async function tell(stores: Stores, telling: Telling, occasion: Occasion): Promise<void> {
  // Who replays years is not told again of what has been removed meanwhile.
  if (isHistory(occasion, telling.now)) return;
  const { customerId } = occasion;
  if (customerId !== null) await tellCustomer(stores, telling, { ...occasion, customerId });
  if (occasion.tenantId === null) return;
  const endpoints = await stores.endpoints.ofTenant(occasion.tenantId);
  const hasMailbox = (await stores.mailboxes.of(occasion.tenantId)) !== null;
  const plans = plansForTenant(occasion, { endpoints, hasMailbox }, telling.now);
  const recipient = { kind: 'TENANT', id: occasion.tenantId } as const;
  if (plans.length > 0) await add(stores, telling, occasion, recipient, plans);
}

/** Whom to tell by which channels, where somebody chose. */
export interface Chosen {
  /** Null: as the customer wishes. */
  readonly channels: readonly Channel[] | null;
}

/**
 * Tells a customer.
 * @param chosen what a person chose who tells by hand: the notice is then kept in any case; null: told by itself
 * @returns the notice; null when it was told before, is or is not wanted at all
 */
export async function tellCustomer(
  stores: Stores,
  telling: Telling,
  occasion: Occasion & { readonly customerId: string },
  chosen: Chosen | null = null,
): Promise<Notice | null> {
  const { customerId } = occasion;
  const known = await stores.peopleStore.known(customerId);
  const plans = plansForCustomer(occasion, known, telling.now, chosen?.channels ?? null);
  if (plans.length === 0 && chosen === null) return null;
  return add(stores, telling, occasion, { kind: 'CUSTOMER', id: customerId }, plans);
}

async function add(
  { noticeStore }: Stores,
  { now, newId }: Telling,
  occasion: Occasion,
  recipient: Recipient,
  plans: readonly Plan[],
): Promise<Notice | null> {
  const inFeed = plans.some(
    ({ channel, state }) => channel === 'IN_APP' && state.status === 'SENT',
  );
  const notice: Notice = {
    ...occasion,
    ...{ id: newId(), recipient, createdAt: now, inFeed, readAt: null, version: 1 },
  };
  const identified = plans.map((plan) => ({ ...plan, id: newId() }));
  return (await noticeStore.add(notice, identified)) ? notice : null;
}
