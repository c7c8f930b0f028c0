import type { Viewer } from '../application/viewer.js';

/** Matches no row: an empty choice, as an empty OR would be left out. */
const nothing = { id: { in: [] as string[] } };

/** What a viewer may see, as a condition on rows that have a tenant and a customer. */
export function visibleTo({ all, tenantId, customerId }: Viewer) {
  if (all) return {};
  const mine = [
    ...(tenantId === null ? [] : [{ tenantId }]),
    ...(customerId === null ? [] : [{ customerId }]),
  ];
  return mine.length === 0 ? nothing : { OR: mine };
}
