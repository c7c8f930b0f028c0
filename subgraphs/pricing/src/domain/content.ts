import { ratePlanSchema, tariffSchema, traceSchema, type Trace } from '@voltpark/contracts';
import { invalidInput } from '@voltpark/kit/decision';
import type { z } from 'zod';
import { limits } from './limits.js';
import type { Content, RatePlan, Tariff } from './rules.js';

export type Faulty = ReturnType<typeof invalidInput>;
/** What was read, or why it could not be. */
export type ReadResult<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refusal: Faulty };

/** A tariff from outside. `field` is where in the input it stands. */
export const readTariff = (json: unknown, field = 'tariff'): ReadResult<Tariff> =>
  read(tariffSchema, json, field);

/** A rate plan from outside. */
export const readRatePlan = (json: unknown, field = 'plan'): ReadResult<RatePlan> =>
  read(ratePlanSchema, json, field);

/** A trace from outside, of no more periods than are rated for everybody. */
export function readTrace(json: unknown, field = 'trace'): ReadResult<Trace> {
  const result = read(traceSchema, json, field);
  if (!result.ok || result.value.periods.length <= limits.tracePeriods) return result;
  const message = `At most ${limits.tracePeriods} periods are rated here.`;
  return { ok: false, refusal: invalidInput(`${field}.periods`, message) };
}

/** A version's name and what it says, from outside. */
export function readTariffContent(name: string, json: unknown): ReadResult<Content> {
  const length = name.trim().length;
  if (length === 0 || length > limits.nameCharacters) {
    const message = `A name has 1 to ${limits.nameCharacters} characters.`;
    return { ok: false, refusal: invalidInput('name', message) };
  }
  const result = readTariff(json);
  if (!result.ok) return result;
  return { ok: true, value: { kind: 'TARIFF', name: name.trim(), tariff: result.value } };
}

/** A plan as the content of a version. */
export const planContent = (plan: RatePlan): Content => ({
  kind: 'RATE_PLAN',
  name: plan.name,
  plan,
});

function read<Value>(schema: z.ZodType<Value>, json: unknown, field: string): ReadResult<Value> {
  const result = schema.safeParse(json);
  if (result.success) return { ok: true, value: result.data };
  const [issue] = result.error.issues;
  const path = [field, ...(issue?.path ?? [])].map(String).join('.');
  return { ok: false, refusal: invalidInput(path, `${path}: ${issue?.message ?? 'not valid'}.`) };
}
