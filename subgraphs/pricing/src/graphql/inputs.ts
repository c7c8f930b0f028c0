import type { SlotSize } from '@voltpark/contracts';
import { invalidInput } from '@voltpark/kit/decision';
import type { StrategyWish } from '../application/propose-plan.js';
import type { ReadResult } from '../domain/content.js';
import type { Reduction } from '../domain/discount.js';
import type {
  DiscountReductionInput,
  RatePlanInput,
  RatePlanStrategyInput,
} from './generated/types.js';

/** A plan as the contract has it, to be checked by the contract's schema. What is left out stays out. */
export function planJson({ resetAtLocalTime, resetEveryMinutes, ...plan }: RatePlanInput): unknown {
  const reset =
    resetAtLocalTime != null
      ? { kind: 'AT_LOCAL_TIME', time: resetAtLocalTime }
      : resetEveryMinutes != null
        ? { kind: 'EVERY', minutes: resetEveryMinutes }
        : undefined;
  // As JSON, so that an input's null prototypes and undefineds are gone.
  return JSON.parse(JSON.stringify({ ...plan, overlap: plan.overlap ?? undefined, reset }));
}

/** What speaks against a plan before the contract looks at it; undefined when nothing does. */
export function planFault(plan: RatePlanInput, field = 'plan') {
  if (plan.resetAtLocalTime == null || plan.resetEveryMinutes == null) return undefined;
  const message = 'The tables begin anew at a time of day or after a while, not both.';
  return invalidInput(`${field}.resetEveryMinutes`, message);
}

/** The schema's defaults once more, as its types do not know that they are always filled in. */
export function strategyWish(input: RatePlanStrategyInput): StrategyWish {
  return {
    name: input.name,
    facilityId: input.facilityId ?? null,
    strategy: input.strategy ?? null,
    currency: input.currency ?? null,
    taxPercent: input.taxPercent ?? null,
    taxIncluded: input.taxIncluded ?? true,
    hourlyPrice: input.hourlyPrice,
    incrementMinutes: input.incrementMinutes ?? 60,
    dailyMaximum: input.dailyMaximum ?? null,
    graceMinutes: input.graceMinutes ?? 0,
    lostTicketFee: input.lostTicketFee ?? '0',
    peakMultiplier: input.peakMultiplier ?? '1.5',
    peakTimes: (input.peakTimes ?? []).map(({ days, from, to }) => ({
      days: days ?? [],
      from,
      to,
    })),
    electricShare: input.electricShare ?? '0.5',
    shareWhileCharging: input.shareWhileCharging ?? '0',
  };
}

/** The one reduction that an input names. */
export function reductionOf(input: DiscountReductionInput, field: string): ReadResult<Reduction> {
  const { percent, amount, freeMinutes } = input;
  const given: Reduction[] = [];
  if (percent != null) given.push({ kind: 'PERCENT', percent });
  if (amount != null) given.push({ kind: 'AMOUNT', ...amount });
  if (freeMinutes != null) given.push({ kind: 'FREE_MINUTES', minutes: freeMinutes });
  const [reduction] = given;
  if (reduction !== undefined && given.length === 1) return { ok: true, value: reduction };
  const refusal = invalidInput(field, 'Say exactly one of percent, amount and freeMinutes.');
  return { ok: false, refusal };
}

/** The vehicle of a stay, as the engine takes it. */
export const vehicleOf = ({
  size,
  electric,
}: {
  readonly size?: SlotSize | null;
  readonly electric?: boolean | null;
}) => ({ size: size ?? 'STANDARD', isElectric: electric ?? false }) as const;
