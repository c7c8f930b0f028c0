import { targetInForce, versionInForce } from '@voltpark/rating/in-force';
import type { RulesKind, RuleVersion } from '../domain/rules.js';
import type { Reads } from './ports.js';

/** What somebody asks for: by which version a place is priced at an instant. */
export interface InForceQuestion<Kind extends RulesKind = RulesKind> {
  readonly kind: Kind;
  readonly facilityId: string;
  readonly stationId: string | null;
  readonly at: Date;
}

/** A version of one kind. */
export type VersionOf<Kind extends RulesKind> = Extract<RuleVersion, { kind: Kind }>;

/**
 * The versions in force, in the order of the questions; null where nothing counts. Questions about the same kind and
 * instant are answered together. The rule itself is the one of `@voltpark/rating/in-force`, which charging and billing
 * ask as well; the stores only leave out what cannot matter.
 */
export async function versionsInForce<Kind extends RulesKind>(
  { assignments, rules }: Pick<Reads, 'assignments' | 'rules'>,
  questions: readonly InForceQuestion<Kind>[],
): Promise<(VersionOf<Kind> | null)[]> {
  const groups = new Map<string, InForceQuestion<Kind>[]>();
  for (const question of questions) {
    const key = `${question.kind} ${question.at.getTime()}`;
    groups.set(key, [...(groups.get(key) ?? []), question]);
  }
  const answers = new Map<InForceQuestion<Kind>, VersionOf<Kind> | null>();
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const { kind, at } = first;
    const places = [...new Set(group.map(({ facilityId }) => facilityId))];
    const rows = await assignments.inForceAt(places, kind, at);
    const assigned = rows.map((row) => ({ ...row, assignmentId: row.id, targetId: row.ruleSetId }));
    const targets = group.map((question) => targetInForce(assigned, question));
    const wanted = [...new Set(targets.filter((target) => target !== null))];
    const versions = wanted.length === 0 ? [] : await rules.versionsAt(wanted, at);
    group.forEach((question, index) => {
      const ofTarget = versions.filter(({ ruleSetId }) => ruleSetId === targets[index]);
      answers.set(question, versionInForce(ofTarget, at) as VersionOf<Kind> | null);
    });
  }
  return questions.map((question) => answers.get(question) ?? null);
}
