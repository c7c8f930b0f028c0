import type { Delivery, DeliveryState, Suppression } from '../domain/delivery.js';
import type { Facts } from '../domain/facts.js';
import type { NoticeKind } from '../domain/kinds.js';
import type { Notice } from '../domain/notice.js';
import type { DeliveryRow, NoticeRow, Prisma } from './generated/client.js';

/** A row of notices as state. */
export function noticeOf(row: NoticeRow): Notice {
  const { recipientKind, recipientId, registration: _of, kind, facts, ...rest } = row;
  return {
    ...rest,
    // Written by this context alone, from values of these types.
    kind: kind as NoticeKind,
    facts: facts as Facts,
    recipient: { kind: recipientKind, id: recipientId },
  };
}

/** The columns of a notice. */
export function noticeColumns({ recipient, facts, ...rest }: Notice) {
  return {
    ...rest,
    facts: facts as Prisma.InputJsonObject,
    // Beside the facts, so that all that is about a vehicle can be found and forgotten.
    registration: typeof facts['registration'] === 'string' ? facts['registration'] : null,
    recipientKind: recipient.kind,
    recipientId: recipient.id,
  };
}

/** A row of deliveries as state. */
export function deliveryOf(row: DeliveryRow): Delivery {
  const { id, noticeId, channel, target, tenantId, attempts, createdAt, version } = row;
  return {
    ...{ id, noticeId, channel, target, tenantId, attempts, createdAt, version },
    state: stateOf(row),
  };
}

function stateOf({ id, status, dueAt, settledAt, reason, providerId }: DeliveryRow): DeliveryState {
  const present = (at: Date | null): Date => {
    if (at === null) throw new Error(`Delivery ${id} is ${status} without its instant.`);
    return at;
  };
  switch (status) {
    case 'QUEUED':
    case 'SENDING':
      return { status, dueAt: present(dueAt) };
    case 'FAILED':
      return { status, dueAt: present(dueAt), reason: reason ?? '' };
    case 'SENT':
      return { status, settledAt: present(settledAt), providerId };
    case 'DEAD':
      return { status, settledAt: present(settledAt), reason: reason ?? '' };
    case 'SUPPRESSED':
      return { status, settledAt: present(settledAt), reason: reason as Suppression };
  }
}

/** The columns in which a delivery's state is kept. */
export function stateColumns(state: DeliveryState) {
  return {
    status: state.status,
    dueAt: 'dueAt' in state ? state.dueAt : null,
    settledAt: 'settledAt' in state ? state.settledAt : null,
    reason: 'reason' in state ? state.reason : null,
    providerId: 'providerId' in state ? state.providerId : null,
  };
}
