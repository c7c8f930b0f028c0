import type { RuleVersion } from '../domain/rules.js';

/** A version of a set of that kind, as its type; null stays null. */
export function ofKind<Kind extends RuleVersion['kind']>(
  kind: Kind,
  version: RuleVersion | null,
): Extract<RuleVersion, { kind: Kind }> | null {
  if (version === null) return null;
  if (version.kind !== kind) throw new Error(`${version.id} is no ${kind}.`);
  return version as Extract<RuleVersion, { kind: Kind }>;
}
