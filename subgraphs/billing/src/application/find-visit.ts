import { normaliseRegistration } from '@voltpark/contracts';
import { invalidInput, notFound } from '@voltpark/kit/decision';
import { debtorOf, type VisitFacts } from '../domain/visit.js';
import type { Cause, Ports } from './ports.js';
import { sees } from '@voltpark/kit/viewer';
import { payerOf } from './viewer.js';

/** Which stay is meant: by its id, or by the vehicle that stands inside. */
export interface StayTarget {
  readonly parkingSessionId: string | null;
  /** As somebody wrote it. */
  readonly registration: string | null;
}

/**
 * The stay that is billed for the one that is meant. What somebody may not see is not found: a driver's own stays,
 * those of the tenant for its staff and pay terminals.
 */
export async function findVisit(
  { reads }: Pick<Ports, 'reads'>,
  { actor }: Cause,
  { parkingSessionId, registration }: StayTarget,
) {
  if ((parkingSessionId === null) === (registration === null)) {
    return invalidInput('parkingSessionId', 'Name either the stay or the registration.');
  }
  const inside =
    registration === null ? null : await reads.visits.insideOf(normaliseRegistration(registration));
  const id = parkingSessionId ?? inside?.id ?? null;
  const root = id === null ? null : await reads.visits.billedWith(id);
  const facts = root === null ? null : await reads.visits.facts(root);
  if (facts === null || !mayPayFor(actor, facts)) {
    return notFound('ParkingSession', parkingSessionId ?? registration ?? '');
  }
  return { facts };
}

/** True when the actor may know and pay what the stay costs. */
export function mayPayFor(actor: Cause['actor'], facts: VisitFacts): boolean {
  const { customerId } = debtorOf(facts);
  return sees(payerOf(actor), { tenantId: facts.stay.tenantId, customerId });
}
