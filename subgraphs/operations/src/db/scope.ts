import type { Reach } from '@voltpark/kit/reach';

/** A reach as a condition on rows that have a tenant. */
export function within(reach: Reach): { tenantId?: string } | { id: { in: string[] } } {
  switch (reach.kind) {
    case 'EVERYTHING':
      return {};
    case 'TENANT':
      return { tenantId: reach.tenantId };
    case 'NOTHING':
      return { id: { in: [] } };
  }
}
