import type { Actor } from '@voltpark/contracts';
import type { Clock } from '@voltpark/kit/clock';
import type { CommonRefusal } from '@voltpark/kit/decision';
import type { Assignment, RulesAssigned } from '../domain/assignment.js';
import type { Discount, DiscountSaved } from '../domain/discount.js';
import type { PriceQuoted, Quote } from '../domain/quote.js';
import type { RuleSet, RulesKind, RulesVersioned, RuleVersion } from '../domain/rules.js';
import type { FacilityReads, FacilityStore, KnownStore } from './known.js';
import type { Wait } from './patience.js';
import type { Reach } from '@voltpark/kit/reach';

/** Who wants something, and within which trace. */
export interface Cause {
  readonly actor: Actor;
  readonly traceparent?: string;
}

/** All that happens in this context. */
export type DomainEvent = RulesVersioned | RulesAssigned | DiscountSaved | PriceQuoted;

/** What every use case is given. */
export interface Ports {
  readonly clock: Clock;
  readonly newId: () => string;
  /** An id that nobody guesses. */
  readonly newSecretId: () => string;
  readonly wait: Wait;
  /** Reads outside of any transaction. */
  readonly reads: Reads;
  /** One transaction: everything that `work` saves, and the events of it, commit together or not at all. */
  readonly transact: <Result>(
    cause: Cause,
    work: (stores: Stores) => Promise<Result>,
  ) => Promise<Result>;
}

/** Reading. */
export interface Reads {
  readonly rules: RuleReads;
  readonly assignments: AssignmentReads;
  readonly discounts: DiscountReads;
  readonly quotes: QuoteReads;
  readonly facilities: FacilityReads;
}

/** Reading and writing within one transaction. */
export interface Stores extends Reads {
  readonly rules: RuleStore;
  readonly assignments: AssignmentStore;
  readonly discounts: DiscountStore;
  readonly quotes: QuoteStore;
  readonly facilities: FacilityStore;
  readonly known: KnownStore;
  /** Runs a command at most once under its key; its result is kept as JSON. */
  readonly once: Once;
}

export type Once = <Result>(
  request: {
    readonly idempotencyKey: string;
    readonly operation: string;
    readonly input: unknown;
  },
  run: () => Promise<Result>,
) => Promise<Result | Extract<CommonRefusal, { type: 'IdempotencyKeyReused' }>>;

/** A stretch of a list: at most `limit` rows behind the sort key `after`. */
export interface Slice<Key> {
  readonly limit: number;
  readonly after: Key | null;
}

export interface RuleReads {
  /** In any order; those that do not exist or lie out of reach are left out. */
  byIds(ids: readonly string[], kind: RulesKind, reach: Reach): Promise<RuleSet[]>;
  /** The latest made first. */
  list(kind: RulesKind, slice: Slice<string>, reach: Reach): Promise<RuleSet[]>;
  /** Versions by id, of either kind. */
  versionsByIds(ids: readonly string[]): Promise<RuleVersion[]>;
  /** The versions of a set, the latest first. */
  versions(ruleSetId: string, slice: Slice<number>): Promise<RuleVersion[]>;
  /** Of each of the sets those that may be in force at the instant; none before its first. */
  versionsAt(ruleSetIds: readonly string[], at: Date): Promise<RuleVersion[]>;
}

export interface RuleStore extends RuleReads {
  /** The set, held until the transaction ends. */
  hold(id: string, kind: RulesKind, reach: Reach): Promise<RuleSet | null>;
  save(events: readonly RulesVersioned[]): Promise<void>;
}

export interface AssignmentReads {
  byIds(ids: readonly string[]): Promise<Assignment[]>;
  /** Of each facility and each of its stations the one that counts at the instant. */
  inForceAt(facilityIds: readonly string[], kind: RulesKind, at: Date): Promise<Assignment[]>;
  /** Of a facility and its stations, the latest `effectiveFrom` first. */
  list(
    of: { readonly facilityId: string; readonly kind: RulesKind | null },
    slice: Slice<readonly [effectiveFrom: Date, id: string]>,
    reach: Reach,
  ): Promise<Assignment[]>;
  /** Settings without effect, the latest first. */
  ignored(facilityId: string, slice: Slice<string>, reach: Reach): Promise<IgnoredSetting[]>;
}

/** A setting that names a tariff or plan and had no effect. */
export interface IgnoredSetting {
  readonly id: string;
  readonly tenantId: string;
  readonly facilityId: string;
  readonly stationId: string | null;
  readonly key: string;
  readonly value: string;
  readonly reason: string;
  readonly at: Date;
}

/** What an assignment counts for: a facility or one station. */
export interface Place {
  readonly facilityId: string;
  readonly stationId: string | null;
  readonly kind: RulesKind;
}

export interface AssignmentStore extends AssignmentReads {
  /** What was assigned to exactly this place and counts at the instant; null: nothing. */
  currentAt(place: Place, at: Date): Promise<Assignment | null>;
  /** True when neither the place nor its facility was ever assigned anything of this kind. */
  isFirst(place: Place): Promise<boolean>;
  save(events: readonly RulesAssigned[]): Promise<void>;
  ignore(setting: IgnoredSetting): Promise<void>;
}

export interface DiscountReads {
  byIds(ids: readonly string[], reach: Reach): Promise<Discount[]>;
  byCode(tenantId: string, key: string): Promise<Discount | null>;
  /** The latest made first. */
  list(slice: Slice<string>, reach: Reach): Promise<Discount[]>;
}

export interface DiscountStore extends DiscountReads {
  /** The discount, held until the transaction ends. */
  hold(id: string, reach: Reach): Promise<Discount | null>;
  /** The discount that has the code; codes of the tenant stay as they are until the transaction ends. */
  holdCode(tenantId: string, key: string): Promise<Discount | null>;
  save(events: readonly DiscountSaved[]): Promise<void>;
}

export interface QuoteReads {
  byIds(ids: readonly string[]): Promise<Quote[]>;
}

export interface QuoteStore extends QuoteReads {
  save(events: readonly PriceQuoted[]): Promise<void>;
  /** Deletes quotes that expired before the instant, at most so many. */
  forget(expiredBefore: Date, most: number): Promise<number>;
}
