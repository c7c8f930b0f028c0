import { versionInForce } from '@voltpark/rating/in-force';
import type { RulesKind } from '../domain/rules.js';
import { versionsInForce, type InForceQuestion } from './in-force.js';
import type { Cause, Ports, Slice } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';

/** Tariffs or plans by id, for their staff. */
export function ruleSetsByIds({ reads }: Ports) {
  return ({ actor }: Cause, kind: RulesKind, ids: readonly string[]) =>
    reads.rules.byIds(ids, kind, reachOf(actor));
}

/** A stretch of the list of tariffs or plans, for their staff. */
export function listRuleSets({ reads }: Ports) {
  return ({ actor }: Cause, kind: RulesKind, slice: Slice<string>) =>
    reads.rules.list(kind, slice, reachOf(actor));
}

/** Versions by id, for everybody who knows the id. */
export function versionsByIds({ reads }: Ports) {
  return (ids: readonly string[]) => reads.rules.versionsByIds(ids);
}

/** A stretch of the versions of a set that the caller was shown. */
export function listVersions({ reads }: Ports) {
  return (ruleSetId: string, slice: Slice<number>) => reads.rules.versions(ruleSetId, slice);
}

/** The version of a set that the caller was shown at an instant; null before the first. */
export function versionAt({ reads }: Ports) {
  return async (ruleSetId: string, at: Date) =>
    versionInForce(await reads.rules.versionsAt([ruleSetId], at), at);
}

/** By which versions places are priced, for everybody. */
export function readInForce({ reads }: Ports) {
  return <Kind extends RulesKind>(questions: readonly InForceQuestion<Kind>[]) =>
    versionsInForce(reads, questions);
}

/** A stretch of the assignments of a facility, for its staff. */
export function listAssignments({ reads }: Ports) {
  return (
    { actor }: Cause,
    of: { readonly facilityId: string; readonly kind: RulesKind | null },
    slice: Slice<readonly [Date, string]>,
  ) => reads.assignments.list(of, slice, reachOf(actor));
}

/** A stretch of the settings of a facility that had no effect, for its staff. */
export function listIgnoredSettings({ reads }: Ports) {
  return ({ actor }: Cause, facilityId: string, slice: Slice<string>) =>
    reads.assignments.ignored(facilityId, slice, reachOf(actor));
}
