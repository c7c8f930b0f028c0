/** An instant as events write it, or as code holds it. */
type Instant = string | Date;

/** From an instant on, a facility or one of its stations is priced by a tariff or rate plan. */
export interface InForceAssignment {
  readonly assignmentId: string;
  readonly facilityId: string;
  /** Set where a single station differs from its facility. */
  readonly stationId: string | null;
  readonly kind: 'TARIFF' | 'RATE_PLAN';
  /** Null takes away what was assigned before. */
  readonly targetId: string | null;
  readonly effectiveFrom: Instant;
}

/** A version of a tariff or rate plan. */
export interface InForceVersion {
  /** Counts the versions of one tariff or plan from 1. */
  readonly number: number;
  readonly effectiveFrom: Instant;
}

/** Whose price is asked for, and when. */
export interface InForceQuestion {
  readonly kind: 'TARIFF' | 'RATE_PLAN';
  readonly facilityId: string;
  /** Null: what the facility itself has. */
  readonly stationId: string | null;
  readonly at: Instant;
}

/**
 * The tariff or plan that prices a station or facility at an instant; null: nothing does, and it is free.
 *
 * A station's own assignment counts before its facility's. Of the assignments of the same place the one with the
 * latest `effectiveFrom` that has come counts; of two from the same instant, the one made later (ids ascend with
 * time). An assignment of null takes the earlier ones away: a station then goes by its facility again, and a
 * facility is free. Assignments of other facilities, stations and kinds may be among those given.
 */
export function targetInForce(
  assignments: Iterable<InForceAssignment>,
  { kind, facilityId, stationId, at }: InForceQuestion,
): string | null {
  const asked = instantOf(at);
  let ofStation: InForceAssignment | null = null;
  let ofFacility: InForceAssignment | null = null;
  for (const assignment of assignments) {
    if (assignment.kind !== kind || assignment.facilityId !== facilityId) continue;
    if (instantOf(assignment.effectiveFrom) > asked) continue;
    if (assignment.stationId === null) ofFacility = laterAssignment(ofFacility, assignment);
    else if (assignment.stationId === stationId) ofStation = laterAssignment(ofStation, assignment);
  }
  return ofStation?.targetId ?? ofFacility?.targetId ?? null;
}

/**
 * The version of one tariff or plan that is in force at an instant; null before the first. The latest
 * `effectiveFrom` that has come counts; of two from the same instant, the greater number.
 */
export function versionInForce<V extends InForceVersion>(
  versions: Iterable<V>,
  at: Instant,
): V | null {
  const asked = instantOf(at);
  let inForce: V | null = null;
  for (const version of versions) {
    const from = instantOf(version.effectiveFrom);
    if (from > asked) continue;
    if (inForce === null) {
      inForce = version;
      continue;
    }
    const since = instantOf(inForce.effectiveFrom);
    if (from > since || (from === since && version.number > inForce.number)) inForce = version;
  }
  return inForce;
}

function laterAssignment(
  known: InForceAssignment | null,
  other: InForceAssignment,
): InForceAssignment {
  if (known === null) return other;
  const since = instantOf(known.effectiveFrom);
  const from = instantOf(other.effectiveFrom);
  if (from !== since) return from > since ? other : known;
  return other.assignmentId > known.assignmentId ? other : known;
}

function instantOf(instant: Instant): number {
  return typeof instant === 'string' ? Date.parse(instant) : instant.getTime();
}
