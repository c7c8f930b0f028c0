import { actsFor, may, type Scope } from '@voltpark/contracts';
import type { FacilityFact } from '../domain/facts.js';
import type { Cause, Ports } from './ports.js';

/** A facility whose figures the actor may see: one of their tenant, with the scope; null otherwise. */
export async function ownFacility(
  { reads }: Pick<Ports, 'reads'>,
  { actor }: Cause,
  facilityId: string,
  scope: Scope,
): Promise<FacilityFact | null> {
  if (!may(actor, scope)) return null;
  const [facility] = await reads.facilities([facilityId]);
  return facility !== undefined && actsFor(actor, facility.tenantId) ? facility : null;
}
