import { accepted, invalidInput, refused, type Decision } from '@voltpark/kit/decision';
import type { Finding } from '@voltpark/rating/rating';
import { tooEarly } from './effective-from.js';
import { limits, minutesAfter } from './limits.js';
import {
  currencyOf,
  type Content,
  type EffectiveFromTooEarly,
  type FaultyRules,
  type RuleSet,
  type RulesVersioned,
  type RuleVersion,
} from './rules.js';

/** What is known when a version is written. */
export interface VersionSurroundings {
  readonly versionId: string;
  readonly now: Date;
  readonly createdBy: string;
  /** What speaks against the content. */
  readonly findings: readonly Finding[];
}

/** Makes a tariff or plan with its first version. Nobody uses it yet, so it may count from a while ago. */
export function createRules(
  content: Content,
  effectiveFrom: Date | null,
  known: VersionSurroundings & { readonly id: string; readonly tenantId: string },
): Decision<RulesVersioned, FaultyRules | EffectiveFromTooEarly> {
  const { id, tenantId, now } = known;
  const from = effectiveFrom ?? now;
  const earliest = minutesAfter(now, -limits.firstEffectiveHoursAgo * 60);
  const refusal = faulty(known.findings) ?? tooEarly(from, earliest);
  if (refusal !== undefined) return refused(refusal);
  return accepted(
    versioned(content, known, {
      id,
      kind: content.kind,
      tenantId,
      name: content.name,
      currency: currencyOf(content),
      version: 1,
      inForceFrom: from,
      latestFrom: from,
      createdAt: now,
    }),
  );
}

/**
 * Gives a tariff or plan its next version, from now or later, and later than all before. Without an instant it is now,
 * or the first instant after a version that is from this very moment.
 */
export function changeRules(
  ruleSet: RuleSet,
  content: Content,
  effectiveFrom: Date | null,
  known: VersionSurroundings,
): Decision<RulesVersioned, FaultyRules | EffectiveFromTooEarly | ReturnType<typeof invalidInput>> {
  const behindLatest = new Date(ruleSet.latestFrom.getTime() + 1);
  const earliest = behindLatest > known.now ? behindLatest : known.now;
  const isOfThisMoment = ruleSet.latestFrom.getTime() === known.now.getTime();
  const from = effectiveFrom ?? (isOfThisMoment ? behindLatest : known.now);
  const refusal =
    otherCurrency(ruleSet, content) ?? faulty(known.findings) ?? tooEarly(from, earliest);
  if (refusal !== undefined) return refused(refusal);
  const { name } = content;
  const version = ruleSet.version + 1;
  return accepted(versioned(content, known, { ...ruleSet, name, version, latestFrom: from }));
}

function versioned(
  content: Content,
  { versionId, now, createdBy }: VersionSurroundings,
  ruleSet: RuleSet,
): RulesVersioned {
  const version: RuleVersion = {
    ...content,
    id: versionId,
    ruleSetId: ruleSet.id,
    tenantId: ruleSet.tenantId,
    number: ruleSet.version,
    effectiveFrom: ruleSet.latestFrom,
    createdAt: now,
    createdBy,
  };
  return { type: 'RulesVersioned', ruleSet, version };
}

/** Facilities were promised that what they are assigned is in their currency. */
function otherCurrency(ruleSet: RuleSet, content: Content) {
  if (currencyOf(content) === ruleSet.currency) return undefined;
  const field = content.kind === 'TARIFF' ? 'tariff.currency' : 'plan.currency';
  return invalidInput(field, `Its currency is ${ruleSet.currency} and stays so.`);
}

function faulty(findings: readonly Finding[]): FaultyRules | undefined {
  const [first] = findings.filter(({ severity }) => severity === 'ERROR');
  if (first === undefined) return undefined;
  return { type: 'FaultyRules', message: `${first.path}: ${first.message}`, findings };
}
