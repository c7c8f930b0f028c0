import type { Reach } from '@voltpark/kit/reach';
import type { Viewer } from '../application/viewer.js';

/** Matches no row: an empty choice. */
const nothing = { id: { in: [] as string[] } };

/** A reach as a condition on rows that have a tenant. */
export function within(reach: Reach): { tenantId?: string } | { id: { in: string[] } } {
  switch (reach.kind) {
    case 'EVERYTHING':
      return {};
    case 'TENANT':
      return { tenantId: reach.tenantId };
    case 'NOTHING':
      return nothing;
  }
}

/** What a viewer may see, as a condition on rows that have a tenant and a customer. */
export function visibleTo({ all, tenantId, customerId }: Viewer) {
  if (all) return {};
  const mine = [
    ...(tenantId === null ? [] : [{ tenantId }]),
    ...(customerId === null ? [] : [{ customerId }]),
  ];
  return mine.length === 0 ? nothing : { OR: mine };
}
