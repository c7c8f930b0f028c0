import type { RatePlan, Tariff } from '@voltpark/contracts';
import type { Finding } from '@voltpark/rating/rating';

export type { RatePlan, Tariff };

/** A tariff prices charging, a rate plan parking. Otherwise they live the same life, as sets of versions. */
export type RulesKind = 'TARIFF' | 'RATE_PLAN';

/** A tariff or rate plan: what its versions have in common. */
export interface RuleSet {
  readonly id: string;
  readonly kind: RulesKind;
  readonly tenantId: string;
  /** As in its latest version. */
  readonly name: string;
  /** ISO 4217; the same in all versions. */
  readonly currency: string;
  /** Number of its latest version; counts its events too. */
  readonly version: number;
  /** Where its first version begins. */
  readonly inForceFrom: Date;
  /** Where its latest version begins. */
  readonly latestFrom: Date;
  readonly createdAt: Date;
}

/** What a version says. */
export type Content =
  | { readonly kind: 'TARIFF'; readonly name: string; readonly tariff: Tariff }
  | { readonly kind: 'RATE_PLAN'; readonly name: string; readonly plan: RatePlan };

interface Version {
  readonly id: string;
  readonly ruleSetId: string;
  readonly tenantId: string;
  /** Counts the versions of its set from 1. */
  readonly number: number;
  /** In force from here until a later version is. */
  readonly effectiveFrom: Date;
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** A version of a tariff. It never changes. */
export type TariffVersion = Version & Extract<Content, { kind: 'TARIFF' }>;
/** A version of a rate plan. It never changes. */
export type RatePlanVersion = Version & Extract<Content, { kind: 'RATE_PLAN' }>;
export type RuleVersion = TariffVersion | RatePlanVersion;

/** A set has another version, its first or a later one. */
export interface RulesVersioned {
  readonly type: 'RulesVersioned';
  readonly ruleSet: RuleSet;
  readonly version: RuleVersion;
}

/** It cannot count from that early. */
export interface EffectiveFromTooEarly {
  readonly type: 'EffectiveFromTooEarly';
  readonly message: string;
  readonly earliest: Date;
}

/** As it is, it would not do what its author wants. */
export interface FaultyRules {
  readonly type: 'FaultyRules';
  readonly message: string;
  readonly findings: readonly Finding[];
}

/** ISO 4217 code of the currency in which a version's amounts are. */
export function currencyOf(content: Content): string {
  return content.kind === 'TARIFF' ? content.tariff.currency : content.plan.currency;
}
