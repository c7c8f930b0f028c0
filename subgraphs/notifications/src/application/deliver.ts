import { invalidInput, notFound } from '@voltpark/kit/decision';
import type { Channel } from '../domain/kinds.js';
import { limits } from '../domain/limits.js';
import { revived, type Delivery } from '../domain/delivery.js';
import type { Cause, Ports, Slice } from './ports.js';
import { viewerOf } from './viewer.js';
import { tellCustomer } from './tell.js';

export interface DeliverCommand {
  readonly idempotencyKey: string;
  readonly customerId: string;
  readonly title: string;
  readonly text: string;
  /** Null: as the customer wishes. */
  readonly channels: readonly Channel[] | null;
}

/** Staff tells a customer something. Staff of a tenant reach only those whom their tenant told something before. */
export function deliver({ transact, clock, newId, ringSender }: Ports) {
  return async (cause: Cause, { idempotencyKey, ...input }: DeliverCommand) => {
    const fault = deliverFault(input);
    if (fault !== null) return fault;
    const result = await transact(cause, (stores) =>
      stores.once({ idempotencyKey, operation: 'deliver', input }, async () => {
        const { customerId, title, text, channels } = input;
        const { tenantId } = viewerOf(cause.actor);
        const isKnown =
          tenantId === null
            ? (await stores.people.contact(customerId)) !== null
            : await stores.notices.hasTold(tenantId, customerId);
        if (!isKnown) return notFound('Customer', customerId);
        const now = clock.now();
        const occasion = {
          ...({ sourceId: newId(), kind: 'ANNOUNCEMENT', customerId, tenantId } as const),
          facilityId: null,
          ...{
            facts: { title: title.trim(), text: text.trim() },
            occurredAt: now,
            expiresAt: null,
          },
        };
        const notice = await tellCustomer(stores, { now, newId }, occasion, {
          channels,
        });
        return notice === null ? notFound('Customer', customerId) : { noticeId: notice.id };
      }),
    );
    ringSender();
    return result;
  };
}

function deliverFault({ title, text, channels }: Omit<DeliverCommand, 'idempotencyKey'>) {
  const lengthFault = (field: string, value: string, most: number) =>
    value.trim() === '' || value.length > most
      ? invalidInput(field, `It has 1 to ${most} characters.`)
      : null;
  if (channels !== null && channels.length === 0) {
    return invalidInput('channels', 'Name at least one channel, or none at all.');
  }
  if (channels?.includes('WEBHOOK')) {
    return invalidInput('channels', 'Webhooks are for the systems of a tenant.');
  }
  return (
    lengthFault('title', title, limits.announcementTitleCharacters) ??
    lengthFault('text', text, limits.announcementCharacters)
  );
}

/** Deliveries that the one who asks may see, the latest first. */
export function listDeliveries({ reads }: Ports) {
  return (
    { actor }: Cause,
    slice: Slice & { readonly status: Delivery['state']['status'] | null },
  ): Promise<Delivery[]> => reads.deliveries.list(slice, viewerOf(actor));
}

/** Begins a dead delivery anew. */
export function retryDelivery({ transact, reads, clock, ringSender }: Ports) {
  return async (cause: Cause, id: string) => {
    const [seen] = await reads.deliveries.byIds([id], viewerOf(cause.actor));
    if (seen === undefined) return notFound('NoticeDelivery', id);
    const result = await transact(cause, async ({ deliveryStore }) => {
      const held = await deliveryStore.hold(id);
      if (held === null) return notFound('NoticeDelivery', id);
      const after = revived(held.delivery, clock.now());
      if (after === null) {
        const { status } = held.delivery.state;
        const message = 'Only what was given up can begin anew.';
        return { type: 'DeliveryNotDead', message, status } as const;
      }
      await deliveryStore.save(after, held.notice, false);
      return { delivery: after };
    });
    ringSender();
    return result;
  };
}
