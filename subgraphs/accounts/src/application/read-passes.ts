import type { Actor } from '@voltpark/contracts';
import type { KnownFacility, PassProduct } from '../domain/pass-product.js';
import type { Pass } from '../domain/pass.js';
import { passSalesOf, passSightOf } from './pass-sight.js';
import type { PassCriteria } from './pass-stores.js';
import type { Cause, Ports } from './ports.js';
import type { Slice } from './slice.js';

/** Which passes; undefined: any. */
export type PassFilter = Partial<Omit<PassCriteria, 'at'>> & {
  readonly facilityId?: string | null | undefined;
};

const any: PassCriteria = {
  customerId: null,
  vehicleId: null,
  at: null,
  status: null,
  instant: null,
};

/** The facility with its tenant, or null when nobody told of it. */
async function facilityAt({ facilities }: Ports['reads'], facilityId: string) {
  const [facility] = await facilities.byIds([facilityId]);
  return facility === undefined ? null : { facilityId, tenantId: facility.tenantId };
}

/** Passes that the actor sees. */
export function listPasses({ reads }: Pick<Ports, 'reads'>) {
  return async (
    actor: Actor,
    { facilityId, ...filter }: PassFilter,
    slice: Slice<string>,
  ): Promise<Pass[]> => {
    const at = facilityId == null ? null : await facilityAt(reads, facilityId);
    if (facilityId != null && at === null) return [];
    return reads.passes.find({ ...any, ...filter, at }, passSightOf(actor), slice);
  };
}

/** What passes are sold; to those who sell them also those that are not sold any more. */
export function listPassProducts({ reads }: Pick<Ports, 'reads'>) {
  return async (
    { actor }: Cause,
    filter: {
      readonly tenantId: string | null;
      readonly facilityId: string | null;
      readonly includeWithdrawn: boolean;
    },
    slice: Slice<string>,
  ): Promise<PassProduct[]> => {
    const { tenantId, facilityId } = filter;
    const at = facilityId === null ? null : await facilityAt(reads, facilityId);
    if (facilityId !== null && at === null) return [];
    const withdrawn = filter.includeWithdrawn ? passSalesOf(actor) : ({ kind: 'NOTHING' } as const);
    return reads.passes.products({ tenantId, at }, withdrawn, slice);
  };
}

/** True when the actor sees the pass. */
export function seesPass(actor: Actor, { customerId, tenantId }: Pass): boolean {
  const { customerId: own, reach } = passSightOf(actor);
  if (own === customerId || reach.kind === 'EVERYTHING') return true;
  return reach.kind === 'TENANT' && reach.tenantId === tenantId;
}

/** What a request loads of passes by key, as it is. */
export function passLookups({ reads: { facilities, passes } }: Pick<Ports, 'reads'>): {
  readonly facilitiesByIds: (ids: readonly string[]) => Promise<KnownFacility[]>;
  readonly passesByIds: (ids: readonly string[]) => Promise<Pass[]>;
  readonly passProductsByIds: (ids: readonly string[]) => Promise<PassProduct[]>;
} {
  return {
    facilitiesByIds: facilities.byIds,
    passesByIds: passes.byIds,
    passProductsByIds: passes.productsByIds,
  };
}
