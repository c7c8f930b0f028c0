import { inOrder } from '@voltpark/kit/graphql/in-order';
import type { Rating } from '@voltpark/rating/rating';
import DataLoader from 'dataloader';
import type { InForceQuestion } from '../application/in-force.js';
import type { Facility, Station } from '../application/known.js';
import type { Cause } from '../application/ports.js';
import type { MapStay } from '../application/read-quotes.js';
import type { UseCases } from '../application/use-cases.js';
import type { Discount } from '../domain/discount.js';
import { limits } from '../domain/limits.js';
import type { Quote } from '../domain/quote.js';
import type { RatePlanVersion, RuleSet, RuleVersion, TariffVersion } from '../domain/rules.js';

/** What one request loads: each row once, all that are wanted together in one statement. */
export interface Loaders {
  /** Tariffs within the actor's reach. */
  readonly tariff: DataLoader<string, RuleSet | null>;
  /** Rate plans within the actor's reach. */
  readonly ratePlan: DataLoader<string, RuleSet | null>;
  /** Versions of either kind, for everybody. */
  readonly version: DataLoader<string, RuleVersion | null>;
  readonly tariffInForce: DataLoader<InForceQuestion<'TARIFF'>, TariffVersion | null, string>;
  readonly planInForce: DataLoader<InForceQuestion<'RATE_PLAN'>, RatePlanVersion | null, string>;
  readonly parkingPrice: DataLoader<MapStay, Rating | null, string>;
  readonly facility: DataLoader<string, Facility | null>;
  readonly station: DataLoader<string, Station | null>;
  readonly quote: DataLoader<string, Quote | null>;
  /** Discounts within the actor's reach. */
  readonly discount: DataLoader<string, Discount | null>;
  /** Discounts that something else shows to the actor. */
  readonly discountShown: DataLoader<string, Discount | null>;
}

/** Loaders of one request. */
export function createLoaders(all: UseCases, cause: Cause): Loaders {
  const options = { maxBatchSize: limits.loaderBatch };
  const byId = <Row extends { readonly id: string }>(
    load: (ids: readonly string[]) => Promise<readonly Row[]>,
  ) =>
    new DataLoader<string, Row | null>(
      async (ids) => inOrder(ids, await load(ids), ({ id }) => id),
      options,
    );
  const byValue = <Question extends object, Answer>(
    load: (questions: readonly Question[]) => Promise<Answer[]>,
  ) =>
    new DataLoader<Question, Answer, string>(load, {
      ...options,
      cacheKeyFn: (question) => JSON.stringify(question),
    });
  return {
    tariff: byId((ids) => all.ruleSetsByIds(cause, 'TARIFF', ids)),
    ratePlan: byId((ids) => all.ruleSetsByIds(cause, 'RATE_PLAN', ids)),
    version: byId((ids) => all.versionsByIds(ids)),
    tariffInForce: byValue((questions) => all.readInForce(questions)),
    planInForce: byValue((questions) => all.readInForce(questions)),
    parkingPrice: byValue((stays) => all.parkingPrices(stays)),
    facility: byId((ids) => all.facilitiesByIds(ids)),
    station: byId((ids) => all.stationsByIds(ids)),
    quote: byId((ids) => all.quotesByIds(cause, ids)),
    discount: byId((ids) => all.discountsByIds(cause, ids)),
    discountShown: byId((ids) => all.discountsShown(ids)),
  };
}

/** A version that must be there and of its kind. */
export async function loadedVersion<Kind extends RuleVersion['kind']>(
  { version }: Pick<Loaders, 'version'>,
  kind: Kind,
  id: string,
): Promise<Extract<RuleVersion, { kind: Kind }>> {
  const found = await versionOf({ version }, kind, id);
  if (found === null) throw new Error(`There is no ${kind} version ${id}.`);
  return found;
}

/** A version of a kind; null when there is none with this id. */
export async function versionOf<Kind extends RuleVersion['kind']>(
  { version }: Pick<Loaders, 'version'>,
  kind: Kind,
  id: string,
): Promise<Extract<RuleVersion, { kind: Kind }> | null> {
  const found = await version.load(id);
  return found?.kind === kind ? (found as Extract<RuleVersion, { kind: Kind }>) : null;
}
