import { ratePlanSchema, tariffSchema, type RatePlan, type Tariff } from '@voltpark/contracts';
import { BoundedMap } from '@voltpark/kit/bounded-map';
import { limits } from '../domain/limits.js';

/**
 * Versions never change, so each is read once: an engine also prepares a tariff once an object. Nothing of a
 * transaction that fails can get in here, as versions are written by reactions and read by others later.
 */
const tariffs = new BoundedMap<string, Tariff>(limits.keptPriceVersions);
const plans = new BoundedMap<string, RatePlan>(limits.keptPriceVersions);

/** A tariff from the content of its version. */
export function tariffOf(versionId: string, content: unknown): Tariff {
  const known = tariffs.get(versionId) ?? tariffSchema.parse(content);
  tariffs.set(versionId, known);
  return known;
}

/** A rate plan from the content of its version. */
export function planOf(versionId: string, content: unknown): RatePlan {
  const known = plans.get(versionId) ?? ratePlanSchema.parse(content);
  plans.set(versionId, known);
  return known;
}
